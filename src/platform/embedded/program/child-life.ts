import { type ChildProcess, fork } from 'node:child_process';
import { constants } from 'node:os';
import type { Environment } from '../../config/config.js';

/** Exit code of a shell for a command that exists but cannot run. Here: out of memory or processes. */
const COULD_NOT_START = 126;

/** A Node program of ours. It sends `{ type: 'ready', url }` to its parent over IPC when it serves. */
export interface Program {
  /** Name in messages, e.g. `worker`. */
  readonly name: string;
  /** Path of the module to run. */
  readonly file: string;
  readonly environment: Environment;
}

/** One run of a program, from start to exit. */
export interface ChildLife {
  readonly child: ChildProcess;
  readonly bornAt: number;
  /** The URL that the program serves; undefined if it exited before it served. */
  readonly ready: Promise<string | undefined>;
  /** The exit code as a shell reports it: 128 plus the signal number after a signal. */
  readonly exitCode: Promise<number>;
}

/**
 * Starts the program in a child process that writes to this process's stdout and stderr. The child has its own session:
 * Ctrl-C in the terminal reaches only this process, which then stops its children once and in order.
 */
export function beginLife({ file, environment }: Program): ChildLife {
  const child = fork(file, {
    env: { ...environment },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    detached: true,
  });
  const exitCode = exitCodeOf(child);
  const ready = Promise.race([urlOf(child), exitCode.then(() => undefined)]);
  return { child, bornAt: performance.now(), ready, exitCode };
}

function exitCodeOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
    child.on('error', () => resolve(COULD_NOT_START));
  });
}

function urlOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.on('message', (message) => isReady(message) && resolve(message.url));
  });
}

function isReady(message: unknown): message is { type: 'ready'; url: string } {
  if (typeof message !== 'object' || message === null) return false;
  return 'type' in message && message.type === 'ready' && 'url' in message && typeof message.url === 'string';
}
