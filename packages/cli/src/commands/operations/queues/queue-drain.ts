import type { Command } from 'commander';
import { bodyOf } from '../../../answer.js';
import type { Cli, Session } from '../../../cli.js';
import { ExitCode } from '../../../exit-code.js';
import { ticks } from '../ticks.js';
import { named } from './queue-name.js';
import type { Queue } from './queue-view.js';

interface Options {
  readonly wait?: boolean;
  readonly reason?: string;
}

const INTERVAL_MS = 1_000;

/** `celeriac queue drain NAME --wait` */
export function queueDrain(cli: Cli): Command {
  return cli
    .command('drain', 'Close a queue and let its workers empty it; revokes no task (see revoke-waiting)', [
      'queue drain tasks --wait',
      'queue open tasks',
    ])
    .argument('<name>', 'name of the queue')
    .option('--wait', 'show the number of tasks left until the queue is empty')
    .option('--reason <text>', 'kept in the audit log and shown with the queue')
    .action(
      cli.action(async (session, { wait, reason }: Options, name: string) => {
        const { client, output, terminal } = session;
        const body = reason === undefined ? {} : { reason };
        const closed = bodyOf(await client.api.PUT('/queues/{name}/close', { ...named(name), body }));
        const queue = wait ? await untilEmpty(session, closed) : closed;
        output.show(queue, drainedText);
        return terminal.signal.aborted ? ExitCode.interrupted : ExitCode.ok;
      }),
    );
}

/** Ends early at Ctrl-C: the queue stays closed and goes on emptying. */
async function untilEmpty({ client, output, terminal }: Session, closed: Queue): Promise<Queue> {
  let queue = closed;
  let shown: number | undefined;
  for await (const _tick of ticks(INTERVAL_MS, terminal.signal)) {
    queue = bodyOf(await client.api.GET('/queues/{name}', named(closed.name)));
    if (queue.remaining !== shown) output.note(leftText(queue));
    shown = queue.remaining;
    if (queue.remaining === 0) break;
  }
  return queue;
}

function leftText({ name, remaining, counts, consumers, paused }: Queue): string {
  const parts = `${counts.waiting} waiting, ${counts.delayed} delayed, ${counts.started} started`;
  const stuck = paused ? '; the queue is paused' : consumers === 0 ? '; no worker consumes the queue' : '';
  return `${name}: ${remaining} left (${parts}${remaining > 0 ? stuck : ''})`;
}

function drainedText(queue: Queue): string {
  const open = `Open it again with: celeriac queue open ${queue.name}`;
  if (queue.remaining === 0) return `The queue ${queue.name} is closed and empty. ${open}`;
  return `The queue ${queue.name} is closed. ${leftText(queue)}. ${open}`;
}
