import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Variables } from './sandbox.js';

/** A real process of ours, built into dist/ by `npm test`. */
export interface StartedProcess {
  /** URL of the API or of a worker's probe. */
  readonly url: string;
  readonly child: ChildProcess;
  /** Everything it has written so far. Output and responses arrive independently: wait with `eventually`. */
  output(): string;
  /** Sends a signal and waits for the end. @returns the exit code; null if the signal ended it */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Its log lines so far. */
export function logLines(started: StartedProcess): any[] {
  return started
    .output()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));
}

/** Programs that can be started: `dist/main.js`, `dist/worker.js`, and their variants in test/programs. */
type Entry =
  | 'main'
  | 'worker'
  | 'bridge'
  | 'test-api'
  | 'test-worker'
  | `test-example-${'api' | 'worker' | 'bridge'}`
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

/** Starts a process that should end by itself, for example because its environment is invalid. */
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
