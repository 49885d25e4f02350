import { type Command, InvalidArgumentError, Option } from 'commander';
import { collected, durationMs } from '../../../arguments/parsers.js';

/** Options of every command to workers. */
export interface WorkerOptions {
  readonly worker: readonly string[];
  /** In ms. */
  readonly timeout: number;
}

/** Adds `--worker` and `--timeout`. */
export function withWorkerOptions(command: Command, unlessNamed?: string): Command {
  return withWorker(command, unlessNamed).addOption(
    new Option('--timeout <time>', 'how long to wait for replies, up to 30s')
      .argParser(timeoutMs)
      .default(1_000, '1s'),
  );
}

/**
 * Adds `--worker`.
 *
 * @param unlessNamed the workers that the command reaches without it, for the help
 */
export function withWorker(command: Command, unlessNamed = 'all'): Command {
  return command.addOption(
    new Option('-w, --worker <worker>', 'ID or name of a worker; can be repeated')
      .argParser(collected)
      .default([], unlessNamed),
  );
}

function timeoutMs(text: string): number {
  const ms = durationMs(text);
  if (ms < 50 || ms > 30_000) throw new InvalidArgumentError('Write a time from 50ms to 30s.');
  return ms;
}
