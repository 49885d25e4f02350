import { type ChildProcess, fork } from 'node:child_process';
import { constants } from 'node:os';
import type { Environment } from '../../config/config.js';

/** What a shell answers for what is there and cannot be run: here, for want of memory or of processes. */
const COULD_NOT_START = 126;

/** A Node program of ours: it tells its parent `{ type: 'ready', url }` over IPC when it serves. */
export interface Program {
  /** What it is called in what is said of it, e.g. `worker`. */
  readonly name: string;
  /** Path of the module that it runs. */
  readonly file: string;
  readonly environment: Environment;
}

/** One run of a program, from its birth to its death. */
export interface ChildLife {
  readonly child: ChildProcess;
  readonly bornAt: number;
  /** The URL at which it serves; undefined when it died without ever having served. */
  readonly ready: Promise<string | undefined>;
  /** Its exit code, as a shell would give it: 128 and more when a signal ended it. */
  readonly exitCode: Promise<number>;
}

/**
 * Starts the program in a child process that writes to this process's stdout and stderr. It is in a session of its
 * own: a Ctrl-C in the terminal reaches this process alone, which then tells its children, once and in order.
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
