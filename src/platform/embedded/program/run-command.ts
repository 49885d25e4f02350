import { execFile } from 'node:child_process';
import { NamedError } from '../../errors/named-error.js';

const SHOWN_LINES = 5;

/** A command could not be run, timed out or failed. The message has its last lines. */
export class CommandError extends NamedError {}

/**
 * Runs a program without a shell and resolves with its stdout.
 *
 * @throws CommandError
 */
export function runCommand(
  file: string,
  args: readonly string[],
  options: { limitMs: number; environment?: Readonly<Record<string, string>> },
): Promise<string> {
  const settings = { timeout: options.limitMs, env: { ...process.env, ...options.environment } };
  return new Promise((resolve, reject) => {
    execFile(file, args, settings, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else
        reject(
          new CommandError(`${[file, ...args].join(' ')} failed: ${lastLines(stderr) || error.message}`),
        );
    }).stdin?.end();
  });
}

function lastLines(text: string): string {
  return text.trim().split('\n').slice(-SHOWN_LINES).join('\n');
}
