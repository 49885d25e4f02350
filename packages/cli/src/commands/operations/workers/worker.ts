import type { Command } from 'commander';
import type { Cli } from '../../../cli.js';
import { detailsOf } from '../../../output/details.js';
import { workersNamed } from './find-workers.js';
import { activeLines, workerDetails } from './worker-view.js';

/** `celeriac worker ID` */
export function workerCommand(cli: Cli): Command {
  return cli
    .command('worker', 'Show one worker and the tasks that it runs', ['worker worker-1'])
    .argument('<worker>', 'ID or name of the worker')
    .action(
      cli.action(async ({ client, output }, _options: object, named: string) => {
        for (const worker of await workersNamed(client, [named]))
          output.show(worker, () => [detailsOf(workerDetails(worker)), ...activeLines(worker)].join('\n'));
      }),
    );
}
