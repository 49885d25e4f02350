import type { WorkerCommand } from '../../api/types.js';

type Word = WorkerCommand['command'];
export type CommandField = 'queue' | 'concurrency' | 'level' | 'module';

/** A command to workers, in words. */
export interface CommandForm {
  readonly word: Word;
  readonly label: string;
  readonly text: string;
  /** Fields in the order of the form; those in `optional` may stay empty. */
  readonly fields: readonly CommandField[];
  readonly optional: readonly CommandField[];
  readonly isDanger?: boolean;
}

export interface CommandTarget {
  /** A worker's id, or `_all`. */
  readonly id: string;
  /** As a sentence names it: `worker-2`, `all 3 workers`. */
  readonly name: string;
  /** Queues that a command may name. */
  readonly queues: readonly string[];
}

export const COMMANDS: readonly CommandForm[] = [
  { word: 'ping', label: 'Ping', text: 'Asks for a sign of life.', fields: [], optional: [] },
  {
    word: 'drain',
    label: 'Drain',
    text: 'It starts no new tasks until it is told to resume. Running ones continue.',
    fields: [],
    optional: [],
  },
  {
    word: 'pause',
    label: 'Pause a queue here',
    text: 'It stops taking tasks of the queue; other workers go on.',
    fields: ['queue'],
    optional: ['queue'],
  },
  {
    word: 'resume',
    label: 'Resume',
    text: 'It takes tasks again after a drain or a pause.',
    fields: ['queue'],
    optional: ['queue'],
  },
  {
    word: 'set-concurrency',
    label: 'Set concurrency',
    text: 'How many tasks of a queue it runs at once. Holds until the worker ends.',
    fields: ['queue', 'concurrency'],
    optional: ['queue'],
  },
  {
    word: 'add-queue',
    label: 'Add a queue',
    text: 'It takes tasks of one more queue. Holds until the worker ends.',
    fields: ['queue', 'concurrency'],
    optional: ['concurrency'],
  },
  {
    word: 'remove-queue',
    label: 'Remove a queue',
    text: 'It takes no more tasks of the queue. Running ones continue. Holds until the worker ends.',
    fields: ['queue'],
    optional: [],
  },
  {
    word: 'set-log-level',
    label: 'Set log level',
    text: 'How much it writes to its log. Holds until the worker ends.',
    fields: ['level', 'module'],
    optional: ['module'],
  },
  {
    word: 'shutdown',
    label: 'Shut down',
    text: 'It finishes what it runs, within its shutdown time, and ends. Something must start it again.',
    fields: [],
    optional: [],
    isDanger: true,
  },
];

export const LOG_LEVELS = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;

/** Longer than the default: a worker that is busy answers late. */
const TIMEOUT_MS = 5_000;

export type CommandTexts = Readonly<Record<CommandField, string>>;

/** The command as the API takes it. Empty fields are left out: they mean all queues, or all modules. */
export function commandOf({ word, fields }: CommandForm, texts: CommandTexts, reason = ''): WorkerCommand {
  const given = fields.filter((field) => texts[field].trim() !== '');
  const values = given.map((field) => [
    field,
    field === 'concurrency' ? Number(texts[field]) : texts[field].trim(),
  ]);
  const why = reason === '' ? {} : { reason };
  return { command: word, timeout_ms: TIMEOUT_MS, ...Object.fromEntries(values), ...why } as WorkerCommand;
}
