import type { Command } from 'commander';
import { bodyOf } from '../../answer.js';
import type { Cli } from '../../cli.js';
import { taskTypeLimit } from './task-type-limit.js';
import { taskTypePause, taskTypeResume } from './task-type-pause.js';
import { taskTypeDetails } from './task-type-view.js';

/** `celeriac task-type NAME`, and its limits. */
export function taskTypeCommand(cli: Cli): Command {
  return cli
    .command('task-type', 'Show, limit or pause a task type', [
      'task-type math.divide',
      'task-type limit math.divide --rate 100/1m',
    ])
    .addCommand(taskTypeShow(cli), { isDefault: true })
    .addCommand(taskTypeLimit(cli))
    .addCommand(taskTypePause(cli))
    .addCommand(taskTypeResume(cli));
}

function taskTypeShow(cli: Cli): Command {
  return cli
    .command('show', 'Show a task type: its payload, result, defaults and limits', ['task-type math.divide'])
    .argument('<name>', 'name of the task type; see celeriac task-types')
    .action(
      cli.action(async ({ client, output }, _options: object, name: string) => {
        const type = bodyOf(await client.api.GET('/task-types/{name}', { params: { path: { name } } }));
        output.details(type, taskTypeDetails);
      }),
    );
}
