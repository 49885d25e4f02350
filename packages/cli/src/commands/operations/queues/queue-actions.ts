import type { Command } from 'commander';
import { bodyOf } from '../../../answer.js';
import type { Cli } from '../../../cli.js';
import { named } from './queue-name.js';
import { queueState } from './queue-view.js';

interface ReasonOptions {
  readonly reason?: string;
}

/** `celeriac queue pause NAME` */
export function queuePause(cli: Cli): Command {
  return stateCommand(cli, 'pause', 'Pause a queue: running tasks continue, no other starts');
}

/** `celeriac queue resume NAME` */
export function queueResume(cli: Cli): Command {
  return stateCommand(cli, 'resume', 'Resume a paused queue');
}

/** `celeriac queue open NAME` */
export function queueOpen(cli: Cli): Command {
  return stateCommand(cli, 'open', 'Open a closed queue to new tasks');
}

/** `celeriac queue close NAME` */
export function queueClose(cli: Cli): Command {
  return cli
    .command('close', 'Close a queue: refuse new tasks; waiting and running tasks continue', [
      'queue close tasks --reason "moved to another cluster"',
    ])
    .argument('<name>', 'name of the queue')
    .option('--reason <text>', 'kept in the audit log and shown with the queue')
    .action(
      cli.action(async ({ client, output }, { reason }: ReasonOptions, name: string) => {
        const body = reason === undefined ? {} : { reason };
        const queue = bodyOf(await client.api.PUT('/queues/{name}/close', { ...named(name), body }));
        output.show(
          queue,
          () => `The queue ${name} is ${queueState(queue)}; ${queue.remaining} tasks are left.`,
        );
      }),
    );
}

function stateCommand(cli: Cli, verb: 'pause' | 'resume' | 'open', summary: string): Command {
  return cli
    .command(verb, summary, [`queue ${verb} tasks`])
    .argument('<name>', 'name of the queue')
    .action(
      cli.action(async ({ client, output }, _options: object, name: string) => {
        const queue = bodyOf(await client.api.PUT(`/queues/{name}/${verb}`, named(name)));
        output.show(queue, () => `The queue ${name} is ${queueState(queue)}.`);
      }),
    );
}
