import type { Command } from 'commander';
import type { Cli } from '../../cli.js';
import { statsCommand } from './stats.js';
import { viewsCommand } from './views.js';

/** The commands for numbers and saved queries, in the order of the help. */
export function reportCommands(cli: Cli): Command[] {
  return [statsCommand(cli), viewsCommand(cli)].map((command) => command.helpGroup('Reports:'));
}
