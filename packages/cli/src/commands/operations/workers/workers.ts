import type { Command } from 'commander';
import { bodyOf } from '../../../answer.js';
import type { Cli } from '../../../cli.js';
import { workerColumns } from './worker-view.js';

/** `celeriac workers` */
export function workersCommand(cli: Cli): Command {
  return cli
    .command('workers', 'List the workers with their state, load and queues at their last heartbeat', [
      'workers',
      "workers --json | jq '.[].queues'",
    ])
    .action(
      cli.action(async ({ client, output }) => {
        const { items } = bodyOf(await client.api.GET('/workers'));
        output.list(items, workerColumns(output.style), 'No worker is running.');
      }),
    );
}
