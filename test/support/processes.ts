import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Variables } from './sandbox.js';

/** A real process of ours, built into dist/ by `npm test`. */
export interface StartedProcess {
  /** Where it serves: the API, or a worker's probe. */
  readonly url: string;
  readonly child: ChildProcess;
  /** Everything that it wrote so far. What it says travels beside its answers: wait for it by `eventually`. */
  output(): string;
  /** Sends a signal and waits for the end; gives the exit code, or null when the signal ended it. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** What it logged so far, line by line. */
export function logLines(started: StartedProcess): any[] {
  return started
    .output()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));
}

/** What can be started: `dist/main.js`, `dist/worker.js`, or the same as test/programs changes them. */
type Entry =
  | 'main'
  | 'worker'
  | 'test-api'
  | 'test-worker'
  | 'test-new-field-api'
  | 'test-dying-worker'
  | 'test-dying-operator'
  | 'test-stuck-worker';

/**
 * Starts a program with this environment, and waits until it serves.
 *
 * @param execArgv options of Node itself
 */
export async function startProcess(
  entry: Entry,
  variables: Variables,
  execArgv: readonly string[] = [],
): Promise<StartedProcess> {
  const child = forkEntry(entry, variables, execArgv);
  const output = collect(child);
  const url = await readyUrl(child, output);
  return { url, child, output, stop: (signal = 'SIGTERM') => end(child, signal) };
}

/** Starts a process that is expected to end by itself, e.g. because its environment is wrong. */
export async function runToEnd(entry: Entry, variables: Variables) {
  const child = forkEntry(entry, variables);
  const output = collect(child);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output: output() };
}

function forkEntry(entry: Entry, variables: Variables, execArgv: readonly string[] = []): ChildProcess {
  const file = entry.startsWith('test-')
    ? `../programs/${entry.slice('test-'.length)}.mjs`
    : `../../dist/${entry}.js`;
  const path = fileURLToPath(new URL(file, import.meta.url));
  const env = { PATH: process.env['PATH'], ...variables };
  return fork(path, { env, execArgv: [...execArgv], stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
}

function collect(child: ChildProcess): () => string {
  const chunks: string[] = [];
  child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
  return () => chunks.join('');
}

function readyUrl(child: ChildProcess, output: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve((message as { url: string }).url));
    child.on('exit', (code) =>
      reject(new Error(`It ended with ${String(code)} before it served:\n${output()}`)),
    );
  });
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const exit = once(child, 'exit') as Promise<[number | null]>;
  child.kill(signal);
  return (await exit)[0];
}
