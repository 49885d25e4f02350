import { expect, it } from '@jest/globals';
import { aWorker } from '../../api/fleet/fleet-examples.js';
import { COMMANDS, type CommandTexts, commandOf } from './commands.js';
import { sortWorkers } from './sort-workers.js';

const TEXTS: CommandTexts = { queue: '', concurrency: '', level: 'debug', module: ' ' };
const command = (word: string, texts: Partial<CommandTexts> = {}, reason = '') => {
  const form = COMMANDS.find((one) => one.word === word);
  if (form === undefined) throw new Error(`no command ${word}`);
  return commandOf(form, { ...TEXTS, ...texts }, reason);
};

it('sends only the fields of a command that are given', () => {
  expect(command('ping', { queue: 'tasks' })).toEqual({ command: 'ping', timeout_ms: 5_000 });
  expect(command('set-log-level')).toEqual({ command: 'set-log-level', level: 'debug', timeout_ms: 5_000 });
  expect(command('set-concurrency', { concurrency: '4' }, 'a test')).toEqual({
    command: 'set-concurrency',
    concurrency: 4,
    timeout_ms: 5_000,
    reason: 'a test',
  });
});

it('sorts workers by a column in both directions, and by name otherwise', () => {
  const workers = [
    aWorker({ worker_id: '1', name: 'w-10', active_count: 3 }),
    aWorker({ worker_id: '2', name: 'w-9' }),
  ];
  const ids = (by: string, order: 'asc' | 'desc') =>
    sortWorkers(workers, { by, order }).map((one) => one.worker_id);
  expect([ids('active', 'desc'), ids('active', 'asc'), ids('nonsense', 'asc')]).toEqual([
    ['1', '2'],
    ['2', '1'],
    ['2', '1'],
  ]);
});
