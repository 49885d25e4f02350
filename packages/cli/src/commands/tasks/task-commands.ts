import type { Command } from 'commander';
import type { Cli } from '../../cli.js';
import { callCommand } from './call.js';
import { exportCommand } from './export.js';
import { logsCommand } from './logs.js';
import { resultCommand } from './result.js';
import { taskActionCommands } from './task-actions.js';
import { taskCommand } from './task.js';
import { tasksCommand } from './tasks.js';
import { updateCommand } from './update.js';
import { watchCommand } from './watch.js';
import { whyCommand } from './why.js';

/** The commands for tasks, in the order of the help. */
export function taskCommands(cli: Cli): Command[] {
  return [
    ...[callCommand(cli), resultCommand(cli), tasksCommand(cli), taskCommand(cli), whyCommand(cli)],
    ...[logsCommand(cli), watchCommand(cli), ...taskActionCommands(cli), updateCommand(cli)],
    exportCommand(cli),
  ].map((command) => command.helpGroup('Tasks:'));
}
