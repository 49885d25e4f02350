import type { Command } from 'commander';
import { bodyOf } from '../../../answer.js';
import type { Cli } from '../../../cli.js';
import { queueClose, queueOpen, queuePause, queueResume } from './queue-actions.js';
import { queueDrain } from './queue-drain.js';
import { queueLimit } from './queue-limit.js';
import { queuePurge, queueRevokeWaiting } from './queue-destroy.js';
import { named } from './queue-name.js';
import { queueDetails } from './queue-view.js';

const ACTIONS = [
  ...[queuePause, queueResume, queueLimit, queueClose, queueOpen],
  ...[queueDrain, queueRevokeWaiting, queuePurge],
];

/** `celeriac queue NAME`, and the actions on a whole queue. */
export function queueCommand(cli: Cli): Command {
  const command = cli.command('queue', 'Show one queue, or act on it as a whole', [
    'queue tasks',
    'queue pause tasks',
    'queue drain tasks --wait',
  ]);
  command.addCommand(queueShow(cli), { isDefault: true });
  for (const action of ACTIONS) command.addCommand(action(cli));
  return command;
}

function queueShow(cli: Cli): Command {
  return cli
    .command('show', 'Show the state, limits, backlog and throughput of a queue', [
      'queue tasks',
      'queue show tasks',
    ])
    .argument('<name>', 'name of the queue')
    .action(
      cli.action(async ({ client, output }, _options: object, name: string) => {
        const queue = bodyOf(await client.api.GET('/queues/{name}', named(name)));
        output.details(queue, () => queueDetails(queue, output.style));
      }),
    );
}
