import type { Command } from 'commander';
import type { Cli } from '../../cli.js';
import { newApp } from './new-app/new-app.js';
import { newTask } from './new-task/new-task.js';

/** `celeriac new task|app` */
export function newCommand(cli: Cli): Command {
  const command = cli.command('new', 'Add a task to a repository, or create a project', [
    'new task reports.write-nightly',
    'new app my-app',
  ]);
  for (const make of [newTask, newApp]) command.addCommand(make(cli));
  return command;
}
