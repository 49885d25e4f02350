import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { eventually } from './eventually.js';
import { describeWith } from './needs.js';
import type { Variables } from './sandbox.js';

/** Debian's own first: another Python on PATH seldom has Celery. */
const PYTHONS = ['/usr/bin/python3', 'python3'];
const MISSING = 'No Python with Celery: apt-get install python3-celery python3-redis';
/** The scripts that show what Celery's clients see. */
export const SCRIPTS = resolve('test/celery/python');

const START_LIMIT_MS = 60_000;

/** A Python that has these packages; undefined if there is none. */
export function findPython(...packages: readonly string[]): string | undefined {
  const check = `import sys; from importlib.util import find_spec; sys.exit(not all(map(find_spec, ${JSON.stringify(packages)})))`;
  return PYTHONS.find((program) => spawnSync(program, ['-c', check], { stdio: 'ignore' }).status === 0);
}

const found = findPython('celery', 'redis');

export const describeWithCelery = describeWith(found === undefined ? MISSING : undefined);

const hasFastApi = findPython('celery', 'redis', 'fastapi', 'uvicorn') !== undefined;

export const describeWithFastApi = describeWith(
  hasFastApi
    ? undefined
    : 'No Python with Celery and FastAPI: apt-get install python3-fastapi python3-uvicorn',
);

/** The Python that has Celery. */
export function celeryPython(): string {
  if (found === undefined) throw new Error(MISSING);
  return found;
}

/** One line of a script's output per case. */
export interface ScriptOutcome {
  readonly passed: readonly string[];
  /** With the reasons. */
  readonly skipped: readonly string[];
  /** With the messages. Anything else that ended the script is one, too. */
  readonly failed: readonly string[];
}

/**
 * Runs a script of test/celery/python to its end. Its cases have time limits, such as the second that `celery status`
 * waits, which a busy machine may miss: those that fail are run once more, alone.
 *
 * @param cases only these
 */
export async function runScript(
  name: string,
  environment: Variables,
  cases: readonly string[] = [],
): Promise<ScriptOutcome> {
  const first = await runOnce(name, environment, cases);
  const again = first.failed.flatMap((line) => /^(\w+): /.exec(line)?.[1] ?? []);
  if (again.length === 0 || again.length < first.failed.length) return first;
  const second = await runOnce(name, environment, again);
  return { ...second, passed: [...first.passed, ...second.passed], skipped: first.skipped };
}

async function runOnce(
  name: string,
  environment: Variables,
  cases: readonly string[],
): Promise<ScriptOutcome> {
  const { code, output, errors } = await runPython([`${name}.py`, ...cases], environment);
  const lines = output.split('\n');
  const of = (word: string) => lines.flatMap((line) => (line.startsWith(word) ? [line.slice(6)] : []));
  const failed = of('FAIL  ');
  const isComplete = /^\d+ passed, \d+ failed, \d+ skipped$/m.test(output);
  if (!isComplete) failed.push(`It ended with ${String(code)} before its tally: ${output}${errors}`);
  return { passed: of('ok    ').map(nameIn), skipped: of('skip  '), failed };
}

/** Runs Python to its end, in the folder of the scripts. */
export async function runPython(args: readonly string[], environment: Variables, input = '') {
  const child = spawn(celeryPython(), args, {
    cwd: SCRIPTS,
    env: pythonEnvironment(environment),
  });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  child.stdin.on('error', () => undefined); // it has ended: its exit code says why
  child.stdin.end(input);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output, errors };
}

/** A program in Python that serves until it is stopped. */
export interface ServedByPython {
  /** The match of the pattern in its output. */
  readonly found: RegExpExecArray;
  output(): string;
  /** SIGKILL, for the processes that it has started, too. */
  stop(): Promise<void>;
}

/**
 * Starts a program in Python, and waits until its output says that it serves.
 *
 * @param folder of its modules
 */
export async function servePython(
  args: readonly string[],
  ready: RegExp,
  environment: Variables,
  folder = SCRIPTS,
): Promise<ServedByPython> {
  const child = spawn(celeryPython(), args, {
    cwd: folder,
    detached: true, // a group, which ends as a whole
    env: pythonEnvironment(environment),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const closed = once(child, 'close');
  const stop = async () => {
    try {
      process.kill(-(child.pid ?? 0), 'SIGKILL');
    } catch {
      // It has ended.
    }
    await closed;
  };
  const isReady = () => {
    const found = ready.exec(output);
    if (found === null) throw new Error(`${args.join(' ')} does not serve: ${output}`);
    return found;
  };
  const found = await eventually(isReady, START_LIMIT_MS).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return { found, output: () => output, stop };
}

/** The environment of a Python program. */
export function pythonEnvironment(environment: Variables): Variables {
  return { PATH: process.env['PATH'] ?? '', PYTHONDONTWRITEBYTECODE: '1', ...environment };
}

function nameIn(line: string): string {
  return line.slice(0, line.indexOf(' '));
}
