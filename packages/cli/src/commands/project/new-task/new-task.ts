import type { Command } from 'commander';
import type { Cli } from '../../../cli.js';
import { createTask, findRepository, taskFolder } from './create-task.js';
import { taskNames } from './task-names.js';
import { writeFiles } from './write-files.js';

interface Options {
  readonly queue: string;
  readonly dir?: string;
}

/** `celeriac new task NAME` */
export function newTask(cli: Cli): Command {
  return cli
    .command('task', 'Add a task to this repository: its class, payload, spec, and its line in the module', [
      'new task reports.write-nightly',
      'new task math.cube --dir src/features/tasks',
    ])
    .argument('<name>', 'permanent name of the task: its feature, a dot, and what it does')
    .option('--queue <queue>', 'queue of the task; a module must define it', 'tasks')
    .option('--dir <folder>', 'folder below src (default: src/features/ and the feature)')
    .action(
      cli.action(async ({ output, terminal }, { queue, dir }: Options, name: string) => {
        const names = taskNames(name);
        const root = findRepository(terminal.folder);
        const folder = taskFolder(root, terminal.folder, dir, names.feature);
        const files = createTask(root, names, queue, folder);
        await writeFiles(root, files);
        const changes = files.map(({ path, isNew }) => ({ path, change: isNew ? 'new' : 'changed' }));
        output.show({ task: name, files: changes }, () =>
          [
            ...changes.map(({ path, change }) => `${change.padEnd(7)}  ${path}`),
            '',
            `Test it:    npm test -- ${folder}/${names.file}.task.spec.ts`,
            `Submit it:  npm start, then: celeriac call ${name} '{"name": "Ada"}' --wait`,
          ].join('\n'),
        );
      }),
    );
}
