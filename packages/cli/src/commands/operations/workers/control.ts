import type { components } from '@celeriac/client';
import type { Command } from 'commander';
import { wholeNumber } from '../../../arguments/parsers.js';
import type { Cli } from '../../../cli.js';
import { UsageError } from '../../../exit-code.js';
import { sendCommand, showReplies } from './send-command.js';
import { queueText } from './worker-view.js';
import { type WorkerOptions, withWorkerOptions } from './worker-options.js';

type Order = Omit<components['schemas']['WorkerCommandDto'], 'timeout_ms'>;

interface Options extends WorkerOptions {
  readonly queue?: string;
  readonly concurrency?: number;
  readonly module?: string;
  readonly all?: boolean;
}

/** Celery's words that have no counterpart among the commands to workers. */
const ABSENT = `
Words of \`celery control\` that are not here:
  pool_grow, pool_shrink        set-concurrency, with the new number
  pool_restart                  shutdown; a supervisor starts the worker again
  autoscale                     KEDA scales the number of workers in Kubernetes
  rate_limit, time_limit        one limit for all workers: \`celeriac task-type limit\`
  revoke, terminate             \`celeriac cancel\`
  enable_events, disable_events events are always on
  heartbeat, election           heartbeats are always on; there is no leader
`;

/** `celeriac control set-concurrency|add-queue|…` */
export function controlCommand(cli: Cli): Command {
  const command = cli
    .command('control', 'Send a command to one worker or to all; changes last until the worker ends', [
      'control set-concurrency 16 --queue fetch --worker worker-1',
      'control drain --worker worker-1',
    ])
    .addHelpText('after', ABSENT)
    .showHelpAfterError('Words of Celery that are not here: celeriac control --help');
  for (const make of [setConcurrency, addQueue, removeQueue, pause, resume, drain, shutdown, setLogLevel])
    command.addCommand(make(cli));
  return command;
}

function setConcurrency(cli: Cli): Command {
  const command = cli
    .command('set-concurrency', 'Set how many tasks of a queue a worker runs at once', [
      'control set-concurrency 16 --queue fetch --worker worker-1',
    ])
    .argument('<n>', 'tasks at once', wholeNumber)
    .option('--queue <queue>', 'default: every queue that the worker consumes');
  return sending(cli, command, ({ queue }, n) => ({
    command: 'set-concurrency',
    concurrency: Number(n),
    ...of(queue),
  }));
}

function addQueue(cli: Cli): Command {
  const command = cli
    .command('add-queue', 'Consume another queue, which the code must define', [
      'control add-queue fetch --worker worker-1',
    ])
    .alias('add_consumer')
    .argument('<queue>', 'name of the queue')
    .option('--concurrency <n>', 'tasks at once', wholeNumber);
  return sending(cli, command, ({ concurrency }, queue) => ({
    command: 'add-queue',
    ...of(queue),
    ...(concurrency !== undefined && { concurrency }),
  }));
}

function removeQueue(cli: Cli): Command {
  const command = cli
    .command('remove-queue', 'Stop consuming a queue; running tasks continue', [
      'control remove-queue fetch --worker worker-1',
    ])
    .alias('cancel_consumer')
    .argument('<queue>', 'name of the queue');
  return sending(cli, command, (_options, queue) => ({ command: 'remove-queue', ...of(queue) }));
}

function pause(cli: Cli): Command {
  const command = cli
    .command(
      'pause',
      'Start no more tasks until resume; to pause a queue for all workers: celeriac queue pause',
      ['control pause --queue fetch --worker worker-1'],
    )
    .option('--queue <queue>', 'default: every queue that the worker consumes');
  return sending(cli, command, ({ queue }) => ({ command: 'pause', ...of(queue) }));
}

function resume(cli: Cli): Command {
  const command = cli
    .command('resume', 'Start tasks again after pause or drain', ['control resume --worker worker-1'])
    .option('--queue <queue>', 'default: every queue that the worker consumes');
  return sending(cli, command, ({ queue }) => ({ command: 'resume', ...of(queue) }));
}

function drain(cli: Cli): Command {
  const summary =
    'Finish the running tasks and start no others until resume; to close a queue: celeriac queue drain';
  const command = cli.command('drain', summary, ['control drain --worker worker-1']);
  return sending(cli, command, () => ({ command: 'drain' }));
}

function shutdown(cli: Cli): Command {
  const command = cli
    .command(
      'shutdown',
      'Stop a worker as SIGTERM does: it finishes the tasks that it can and requeues the rest',
      ['control shutdown --worker worker-1', 'control shutdown --all'],
    )
    .option('--all', 'every worker');
  const orderOf = ({ worker, all = false }: Options): Order => {
    if (worker.length > 0 === all) throw new UsageError('give either --worker or --all');
    return { command: 'shutdown' };
  };
  return sending(cli, command, orderOf, 'none, unless --all is given');
}

function setLogLevel(cli: Cli): Command {
  const command = cli
    .command('set-log-level', 'Set the log level of a worker', [
      'control set-log-level debug --module Broker',
    ])
    .argument('<level>', 'silent, fatal, error, warn, info, debug or trace')
    .option('--module <context>', 'only the lines with this `context`');
  return sending(cli, command, ({ module }, level) => ({
    command: 'set-log-level',
    level: level as NonNullable<Order['level']>, // the API refuses others, and names them
    ...(module !== undefined && { module }),
  }));
}

function sending(
  cli: Cli,
  command: Command,
  orderOf: (options: Options, argument: string) => Order,
  unlessNamed?: string,
): Command {
  return withWorkerOptions(command, unlessNamed).action(
    cli.action(async ({ client, output }, options: Options, argument: string) => {
      const order = { ...orderOf(options, argument), timeout_ms: options.timeout };
      const outcome = await sendCommand(client, options.worker, order);
      return showReplies(output, outcome, ({ worker }) => worker?.queues.map(queueText) ?? []);
    }),
  );
}

function of(queue: string | undefined): { queue?: string } {
  return queue === undefined ? {} : { queue };
}
