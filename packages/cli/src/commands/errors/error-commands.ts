import type { Command } from 'commander';
import type { Cli } from '../../cli.js';
import { deadLettersCommand } from './dead-letters.js';
import { errorActionCommands } from './error-actions.js';
import { errorCommand } from './error.js';
import { errorsCommand } from './errors.js';

/** The commands for failures, in the order of the help. */
export function errorCommands(cli: Cli): Command[] {
  const errors = errorsCommand(cli);
  for (const command of errorActionCommands(cli)) errors.addCommand(command);
  return [errors, errorCommand(cli), deadLettersCommand(cli)].map((command) => command.helpGroup('Errors:'));
}
