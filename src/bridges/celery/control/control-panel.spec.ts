import { beforeAll, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { BrokerUnavailableError, type WorkerSnapshot } from '../../../core/index.js';
import { Config } from '../../../platform/config/config.js';
import { BridgeCounters } from '../process/bridge-counters.js';
import type { CeleryNode } from '../events/celery-nodes.js';
import { CommandError } from './commands/command-error.js';
import { type Commands, ok } from './commands/command.js';
import { AllCommands, ControlPanel } from './control-panel.js';

// Only the name matters here.
const NODE: CeleryNode = { name: 'celeriac@a', worker: {} as WorkerSnapshot };

const COMMANDS: Commands = {
  ping: { level: 'inspect', run: () => ok('pong') },
  revoke: {
    level: 'revoke',
    needs: ['task_id'],
    isForEveryBridge: true,
    run: ({ args }) => ok(args.text('task_id')),
  },
  rate_limit: { level: 'all', needs: ['task_name', 'rate_limit'], run: () => ok('limited') },
  faulty: { level: 'inspect', run: () => Promise.reject(new Error('password=hunter2')) },
  unavailable: { level: 'inspect', run: () => Promise.reject(new BrokerUnavailableError(new Error('away'))) },
  refusing: { level: 'inspect', run: () => Promise.reject(new CommandError('ValueError', "it's wrong")) },
};

function panelWith(celeryControl: Config['celeryControl']) {
  const counters = new BridgeCounters();
  const config = new Config({ CELERY_CONTROL: celeryControl });
  return { panel: new ControlPanel(config, new AllCommands([{ commands: COMMANDS }]), counters), counters };
}

async function replyOf(level: Config['celeryControl'], method: string, args: object = {}): Promise<unknown> {
  const { panel } = panelWith(level);
  const command = {
    ...{ method, args: new Map(Object.entries(args)), destination: null, pattern: null, matcher: null },
    ...{ ticket: null, replyTo: null, clock: 1 },
  };
  return (await panel.carryOut(command, [NODE]))(NODE);
}

describe('ControlPanel', () => {
  beforeAll(() => Logger.overrideLogger(false));

  it('replies', async () => {
    expect(await replyOf('inspect', 'ping')).toEqual({ ok: 'pong' });
    expect(await replyOf('revoke', 'revoke', { task_id: 'a' })).toEqual({ ok: 'a' });
  });

  it.each([
    ['no_such_command', {}, "KeyError('no_such_command')"],
    ['__proto__', {}, "KeyError('__proto__')"],
    ['constructor', {}, "KeyError('constructor')"],
    ['revoke', {}, `TypeError("revoke() missing 1 required positional argument: 'task_id'")`],
    [
      'rate_limit',
      {},
      `TypeError("rate_limit() missing 2 required positional arguments: 'task_name' and 'rate_limit'")`,
    ],
    ['revoke', { task_id: { a: 1 } }, "TypeError('task_id must be a text of 1 to 255 characters')"],
    ['refusing', {}, `ValueError("it's wrong")`],
    ['unavailable', {}, "ConnectionError('The Redis of the workers does not answer')"],
    ['faulty', {}, "RuntimeError('faulty failed: see the log of the bridge')"],
  ])('replies to %s %j with an exception', async (method, args, error) => {
    expect(await replyOf('all', method, args)).toEqual({ error });
  });

  it.each([
    ['inspect', 'revoke', 'revoke'],
    ['inspect', 'rate_limit', 'all'],
    ['revoke', 'rate_limit', 'all'],
    ['off', 'ping', 'inspect'],
  ] as const)('with CELERY_CONTROL=%s refuses %s', async (level, method, needed) => {
    expect(await replyOf(level, method, { task_id: 'a', task_name: 'a', rate_limit: 1 })).toEqual({
      error: `PermissionError('${method} needs CELERY_CONTROL=${needed}; here it is ${level}')`,
    });
  });

  it('counts by known names only', () => {
    const { panel, counters } = panelWith('all');
    for (const method of ['ping', 'ping', 'x', '__proto__', undefined]) panel.count(method);
    expect(counters.commands.entries()).toEqual([
      ['ping', 2],
      ['unknown', 3],
    ]);
  });
});
