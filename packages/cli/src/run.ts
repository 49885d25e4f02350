import { ProblemError, UnreachableError } from '@celeriac/client';
import { CommanderError, type Command } from 'commander';
import { Cli } from './cli.js';
import { ExitCode, UsageError } from './exit-code.js';
import { createProgram } from './program.js';
import type { Terminal } from './terminal.js';

/** Runs one command line, without the program's own name, and resolves with its exit code. */
export async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const cli = new Cli(terminal);
  const program = createProgram(cli);
  for (const command of [program, ...descendantsOf(program)]) prepare(command, terminal);
  try {
    await program.parseAsync(args, { from: 'user' });
    return cli.exitCode;
  } catch (error) {
    return report(error, terminal);
  }
}

function descendantsOf(command: Command): Command[] {
  return command.commands.flatMap((child) => [child, ...descendantsOf(child)]);
}

function prepare(command: Command, { write, note }: Terminal): void {
  command.exitOverride().configureOutput({ writeOut: write, writeErr: note });
}

/** Tells people what is wrong and what to do; never a stack, unless the fault is ours. */
function report(error: unknown, { note }: Terminal): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.ok : ExitCode.usage;
  if (error instanceof UsageError) return tell(error.message, ExitCode.usage);
  if (error instanceof UnreachableError) return tell(error.message, ExitCode.unreachable);
  if (error instanceof ProblemError) return tell(textOf(error), ExitCode.refused);
  throw error;

  function tell(message: string, code: ExitCode): ExitCode {
    note(`celeriac: ${message}\n`);
    return code;
  }
}

function textOf({ problem: { title, detail, errors = [] } }: ProblemError): string {
  const places = errors.map(
    ({ pointer, parameter, message }) => `\n  ${pointer ?? parameter ?? ''}: ${message}`,
  );
  return `${[title, detail].filter((part) => part !== undefined).join(': ')}${places.join('')}`;
}
