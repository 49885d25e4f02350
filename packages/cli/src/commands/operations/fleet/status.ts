import type { Command } from 'commander';
import { bodyOf } from '../../../answer.js';
import type { Cli } from '../../../cli.js';
import { ExitCode } from '../../../exit-code.js';
import { queueColumns } from '../queues/queue-view.js';
import { workerColumns } from '../workers/worker-view.js';
import { healthExit, healthText, readHealth } from './read-health.js';

/** `celeriac status` */
export function statusCommand(cli: Cli): Command {
  return cli
    .command(
      'status',
      'Show health, workers and queues; exit code 1 if the service is unhealthy or no worker is online',
      ['status', 'status --json'],
    )
    .action(
      cli.action(async (session) => {
        const { client, output } = session;
        const [health, { items: workers }, { items: queues }] = await Promise.all([
          readHealth(session),
          client.api.GET('/workers').then(bodyOf),
          client.api.GET('/queues').then(bodyOf),
        ]);
        const online = workers.filter(({ state }) => state === 'online').length;
        output.show({ health, workers, queues }, () =>
          [
            healthText(health, output.style),
            '',
            ...(workers.length === 0 ? [] : [output.table(workers, workerColumns(output.style))]),
            `${online} of ${workers.length} workers online.`,
            '',
            output.table(queues, queueColumns(output.style)),
          ].join('\n'),
        );
        return online === 0 ? ExitCode.taskFailed : healthExit(health);
      }),
    );
}
