import type { Command } from 'commander';
import { bodyOf } from '../../../answer.js';
import type { Cli } from '../../../cli.js';
import { confirmName } from '../confirm-name.js';
import { named } from './queue-name.js';

interface Options {
  readonly confirm?: string;
  readonly reason?: string;
}

/** `celeriac queue revoke-waiting NAME` */
export function queueRevokeWaiting(cli: Cli): Command {
  const summary = 'Revoke all waiting tasks of a queue without running them; they stay readable';
  return destroyCommand(
    cli,
    'revoke-waiting',
    summary,
    (name) => `This revokes every waiting task of ${name}.`,
  );
}

/** `celeriac queue purge NAME` */
export function queuePurge(cli: Cli): Command {
  const summary = 'Revoke all waiting tasks of a queue and delete all finished ones';
  return destroyCommand(
    cli,
    'purge',
    summary,
    (name) =>
      `This revokes every waiting task of ${name} and deletes every finished one. It cannot be undone.`,
  );
}

function destroyCommand(
  cli: Cli,
  verb: 'revoke-waiting' | 'purge',
  summary: string,
  warningOf: (name: string) => string,
): Command {
  return cli
    .command(verb, summary, [`queue ${verb} tasks`, `queue ${verb} tasks --confirm tasks`])
    .argument('<name>', 'name of the queue')
    .option('--confirm <name>', 'name of the queue again; skips the question')
    .option('--reason <text>', 'kept in the audit log, and stored as the revoke_reason of the tasks')
    .action(
      cli.action(async (session, { confirm, reason }: Options, name: string) => {
        await confirmName(session, { name, given: confirm, warning: warningOf(name) });
        const body = { confirm: name, ...(reason !== undefined && { reason }) };
        const { api } = session.client;
        const action = bodyOf(await api.POST(`/queues/{name}/${verb}`, { ...named(name), body }));
        session.output.show(action, ({ bulk_action_id: id }) => `Started bulk action ${id}.`);
      }),
    );
}
