import type { Command } from 'commander';
import { bodyOf } from '../../answer.js';
import type { Cli } from '../../cli.js';

/** `celeriac task-type pause NAME` */
export function taskTypePause(cli: Cli): Command {
  return pauseCommand(cli, 'pause', 'Pause a task type: running tasks continue, no other starts');
}

/** `celeriac task-type resume NAME` */
export function taskTypeResume(cli: Cli): Command {
  return pauseCommand(cli, 'resume', 'Resume a paused task type');
}

function pauseCommand(cli: Cli, verb: 'pause' | 'resume', summary: string): Command {
  return cli
    .command(verb, summary, [`task-type ${verb} math.divide`])
    .argument('<name>', 'name of the task type')
    .action(
      cli.action(async ({ client, output }, _options: object, name: string) => {
        const request = { params: { path: { name } } };
        const type = bodyOf(await client.api.PUT(`/task-types/{name}/${verb}`, request));
        output.show(type, ({ paused }) => `The task type ${name} is ${paused ? 'paused' : 'not paused'}.`);
      }),
    );
}
