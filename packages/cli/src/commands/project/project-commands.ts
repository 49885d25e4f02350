import type { Command } from 'commander';
import type { Cli } from '../../cli.js';
import { completionCommand } from './completion.js';
import { historyCommand } from './history.js';
import { keyCommand } from './key/key.js';
import { newCommand } from './new.js';

/** The commands for who writes and sets up a service, in the order of the help. */
export function projectCommands(cli: Cli): Command[] {
  return [newCommand, keyCommand, historyCommand, completionCommand].map((make) =>
    make(cli).helpGroup('Your project:'),
  );
}
