import { Command } from 'commander';
import type { Cli } from './cli.js';
import { errorCommands } from './commands/errors/error-commands.js';
import { operationCommands } from './commands/operations/operation-commands.js';
import { projectCommands } from './commands/project/project-commands.js';
import { reportCommands } from './commands/reports/report-commands.js';
import { taskCommands } from './commands/tasks/task-commands.js';
import { taskTypeCommands } from './commands/types/task-type-commands.js';

const AFTER_HELP = `
Examples:
  Submit a task, and print its result:
  $ celeriac call math.divide x=10 y=2 --wait
  What failed in the last hour, and why?
  $ celeriac errors --window 1h
  Find the tasks of customer 4711, by a tag, an error or anything in the payload:
  $ celeriac tasks 4711
  Run only the timed-out tasks again:
  $ celeriac retry --query error.type:TimeoutError
  Cancel all tasks with a tag:
  $ celeriac cancel --query tag:customer-4711
  Why does this task wait?
  $ celeriac why TASK_ID
  Close a queue, and let its workers empty it (no task is revoked):
  $ celeriac queue drain tasks

Exit codes: 0 ok; 1 a task, an action or a check failed; 2 wrong command line; 3 no response from the API;
  4 request refused by the API; 130 Ctrl-C

Settings: the options above; CELERIAC_URL, CELERIAC_API_KEY, CELERIAC_PROFILE; or ~/.config/celeriac/config.json:
  { "default_profile": "shop", "profiles": { "shop": { "url": "https://tasks.example.com", "api_key": "cel_..." } } }
`;

/** The program with all its commands; `docs/cli.md` is written from it. */
export function createProgram(cli: Cli): Command {
  const program = new Command('celeriac')
    .description('The command line of a Celeriac service')
    .option('--url <url>', 'address of the API (CELERIAC_URL; default: http://localhost:8000)')
    .option('--api-key <key>', 'API key (CELERIAC_API_KEY is safer: lists of processes show options)')
    .option('--profile <name>', 'profile of the configuration file (CELERIAC_PROFILE)')
    .option('--json', 'print JSON for programs')
    .option('--no-color', 'print without colours (NO_COLOR)')
    .addHelpText('after', AFTER_HELP);
  for (const commands of [
    taskCommands,
    errorCommands,
    taskTypeCommands,
    operationCommands,
    reportCommands,
    projectCommands,
  ])
    for (const command of commands(cli)) program.addCommand(command);
  return program;
}
