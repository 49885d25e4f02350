import type { Command } from 'commander';
import { bodyOf } from '../../../answer.js';
import type { Cli } from '../../../cli.js';
import { queueColumns } from './queue-view.js';

/** `celeriac queues` */
export function queuesCommand(cli: Cli): Command {
  return cli
    .command('queues', 'List the queues with their backlog, workers and throughput', [
      'queues',
      "queues --json | jq '.[].counts.waiting'",
    ])
    .action(
      cli.action(async ({ client, output }) => {
        const { items } = bodyOf(await client.api.GET('/queues'));
        output.list(items, queueColumns(output.style), 'There are no queues.');
      }),
    );
}
