import type { Command } from 'commander';
import type { Cli } from '../../cli.js';
import { taskTypeCommand } from './task-type.js';
import { taskTypesCommand } from './task-types.js';

/** The commands for task types, in the order of the help. */
export function taskTypeCommands(cli: Cli): Command[] {
  return [taskTypesCommand(cli), taskTypeCommand(cli)].map((command) => command.helpGroup('Task types:'));
}
