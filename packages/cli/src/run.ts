import { ProblemError, UnreachableError } from '@celeriac/client';
import { CommanderError, type Command } from 'commander';
import { Cli } from './cli.js';
import { ExitCode, UsageError } from './exit-code.js';
import { hideNegations } from './negations.js';
import { cleanText } from './output/clean.js';
import { problemText } from './problem-text.js';
import { createProgram } from './program.js';
import { DEFAULT_URL } from './settings/settings.js';
import type { Terminal } from './terminal.js';

/** For a command that watches: so long it may tidy up after Ctrl-C. */
const TIDY_MS = 500;

/** Runs one command line, without the program's own name, and resolves with its exit code. */
export async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const cli = new Cli(terminal);
  const program = createProgram(cli);
  for (const command of [program, ...descendantsOf(program)]) prepare(command, terminal);
  try {
    const done = program.parseAsync(hideNegations(args), { from: 'user' }).then(() => cli.exitCode);
    return await Promise.race([done, interrupted(terminal.signal)]);
  } catch (error) {
    return terminal.signal.aborted ? ExitCode.interrupted : report(error, cli);
  }
}

export function descendantsOf(command: Command): Command[] {
  return command.commands.flatMap((child) => [child, ...descendantsOf(child)]);
}

function prepare(command: Command, { write, note, columns }: Terminal): void {
  command
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({
      writeOut: write,
      writeErr: (text) => note(cleanText(text)),
      getOutHelpWidth: () => columns,
      getErrHelpWidth: () => columns,
    });
}

/** Resolves a moment after Ctrl-C: a command that watches has returned by itself then. */
function interrupted(signal: AbortSignal): Promise<ExitCode> {
  return new Promise((resolve) => {
    const end = () => setTimeout(() => resolve(ExitCode.interrupted), TIDY_MS).unref();
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
}

/** Tells people what is wrong and what to do; never a stack, unless the fault is ours. */
function report(error: unknown, { terminal, settings, query }: Cli): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.ok : ExitCode.usage;
  if (error instanceof UsageError) return tell(error.message, ExitCode.usage);
  if (error instanceof UnreachableError) {
    const start = settings?.url === DEFAULT_URL ? ' `npm start` starts it in its repository.' : '';
    const advice = `Is it running?${start} --url, --profile or CELERIAC_URL name another address.`;
    return tell(`${error.message}${reasonOf(error)}\n${advice}`, ExitCode.unreachable);
  }
  if (error instanceof ProblemError) return tell(problemText(error.problem, query), ExitCode.refused);
  throw error;

  function tell(message: string, code: ExitCode): ExitCode {
    terminal.note(`celeriac: ${cleanText(message)}\n`);
    return code;
  }
}

/** The code of the error below all others, such as `ECONNREFUSED`. */
function reasonOf(error: Error): string {
  let deepest: unknown = error;
  while (deepest instanceof Error && deepest.cause !== undefined) deepest = deepest.cause;
  const { code } = deepest as { code?: unknown };
  return typeof code === 'string' ? ` (${code})` : '';
}
