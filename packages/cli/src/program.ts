import { Command } from 'commander';
import type { Cli } from './cli.js';
import { tasksCommand } from './commands/tasks/tasks.js';

/** The program with all its commands; `docs/cli.md` is written from it. */
export function createProgram(cli: Cli): Command {
  const program = new Command('celeriac')
    .description('The command line of a Celeriac service')
    .option('--url <url>', 'address of the API (CELERIAC_URL; default: http://localhost:8000)')
    .option('--api-key <key>', 'API key (better: CELERIAC_API_KEY, which no list of processes shows)')
    .option('--json', 'print JSON for programs')
    .option('--no-color', 'print without colours (NO_COLOR)');
  program.commandsGroup('Tasks:');
  program.addCommand(tasksCommand(cli));
  return program;
}
