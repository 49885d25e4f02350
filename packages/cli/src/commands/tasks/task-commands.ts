import type { Command } from 'commander';
import type { Cli } from '../../cli.js';
import { tasksCommand } from './tasks.js';

/** The commands for tasks and their types, in the order of the help. */
export function taskCommands(cli: Cli): Command[] {
  return [tasksCommand(cli)].map((command) => command.helpGroup('Tasks:'));
}
