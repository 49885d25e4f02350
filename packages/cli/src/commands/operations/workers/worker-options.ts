import { type Command, InvalidArgumentError } from 'commander';
import { collected, durationMs } from '../../../arguments/parsers.js';

/** Options of every command to workers. */
export interface WorkerOptions {
  readonly worker: readonly string[];
  /** In ms. */
  readonly timeout: number;
}

/** Adds `--worker` and `--timeout`. */
export function withWorkerOptions(command: Command): Command {
  return withWorker(command).option(
    '--timeout <time>',
    'how long to wait for replies, up to 30s (default: 1s)',
    timeoutMs,
    1_000,
  );
}

/** Adds `--worker`. */
export function withWorker(command: Command): Command {
  return command.option(
    '-w, --worker <worker>',
    'ID or name of a worker, can be repeated (default: all)',
    collected,
    [],
  );
}

function timeoutMs(text: string): number {
  const ms = durationMs(text);
  if (ms < 50 || ms > 30_000) throw new InvalidArgumentError('Write a time from 50ms to 30s.');
  return ms;
}
