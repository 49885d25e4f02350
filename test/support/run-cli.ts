import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { expect } from '@jest/globals';
import { run } from '../../packages/cli/src/run.js';
import type { Terminal } from '../../packages/cli/src/terminal.js';

/** The circumstances of a command line; by default a pipe without an API key. */
export interface CliOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** The working directory. */
  readonly folder?: string;
  /** Standard input. */
  readonly input?: string;
  /** True if standard output and standard error are a terminal. */
  readonly isInteractive?: boolean;
  readonly columns?: number;
  /** Answers to questions, in order; without them nobody can be asked. */
  readonly answers?: readonly string[];
  /** Ctrl-C. */
  readonly signal?: AbortSignal;
  /** Called with everything on standard output so far, whenever there is more. */
  readonly onOutput?: (stdout: string) => void;
}

export interface CliOutcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs `celeriac` in this process.
 *
 * @param url address of the API: `CELERIAC_URL`
 */
export async function runCli(
  url: string,
  args: readonly string[],
  {
    env = {},
    folder = '.',
    input = '',
    isInteractive = false,
    columns = 200,
    answers,
    signal,
    onOutput,
  }: CliOptions = {},
): Promise<CliOutcome> {
  let [stdout, stderr] = ['', ''];
  const left = [...(answers ?? [])];
  const terminal: Terminal = {
    env: { CELERIAC_URL: url, ...env },
    folder,
    isInteractive,
    showsProgress: isInteractive,
    columns,
    rows: 50,
    signal: signal ?? new AbortController().signal,
    write: (more) => {
      stdout += more;
      onOutput?.(stdout);
    },
    note: (more) => void (stderr += more),
    readInput: () => Promise.resolve(input),
    ask:
      answers &&
      ((question) => {
        stderr += question;
        return Promise.resolve(left.shift() ?? '');
      }),
  };
  const code = await run(args, terminal);
  return { code, stdout, stderr };
}

/** The same as a process of its own, from the built file: `npm run build` first. */
export async function spawnCli(
  url: string,
  args: readonly string[],
  { env = {}, input = '' }: CliOptions = {},
): Promise<CliOutcome> {
  const program = spawn(process.execPath, ['packages/cli/bin/celeriac.js', ...args], {
    env: { PATH: process.env['PATH'], CELERIAC_URL: url, ...env },
  });
  program.stdin.end(input);
  const ended = new Promise<number>((resolve) => program.once('close', (code) => resolve(code ?? -1)));
  const [code, stdout, stderr] = await Promise.all([ended, text(program.stdout), text(program.stderr)]);
  return { code, stdout, stderr };
}

/** A line of a document as a shell splits it, without `celeriac`: single and double quotes are known. */
export function cliWords(line: string): string[] {
  const words = line.match(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g) ?? [];
  return words.slice(1).map((word) => word.replace(/'([^']*)'|"([^"]*)"/g, '$1$2'));
}

/** Runs command lines that must succeed: `cli` returns their output, `json` parses it. */
export function succeedingCli(url: () => string) {
  const cli = async (args: readonly string[], options: CliOptions = {}): Promise<string> => {
    const { code, stdout, stderr } = await runCli(url(), args, options);
    expect({ args, code, stderr }).toEqual({ args, code: 0, stderr: expect.any(String) });
    return stdout;
  };
  const json = async (args: readonly string[]): Promise<any> => JSON.parse(await cli([...args, '--json']));
  return { cli, json };
}
