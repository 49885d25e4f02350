import type { components } from '@celeriac/client';
import type { Command } from 'commander';
import { bodyOf } from '../../../answer.js';
import type { Cli, Session } from '../../../cli.js';
import { ExitCode } from '../../../exit-code.js';
import { detailsOf } from '../../../output/details.js';
import type { Column } from '../../../output/table.js';
import { taskColumns } from '../../tasks/task-columns.js';
import { workersNamed } from './find-workers.js';
import { sendCommand, showReplies } from './send-command.js';
import { activeLines, queueText, type Worker, workerDetails } from './worker-view.js';
import { type WorkerOptions, withWorker, withWorkerOptions } from './worker-options.js';

/** Celery's words that have no counterpart: nothing is made up for them. */
const ABSENT = `
Words of \`celery inspect\` that are not here:
  reserved            a worker holds only tasks that it runs; the others wait in their queue: \`celeriac queues\`
  query_task          \`celeriac task ID\`, wherever the task is
  conf                a worker is configured by its environment (docs/settings.md); it reports what can change
                      while it runs: \`celeriac inspect stats\`
  report              \`celeriac workers --json\`
  memdump, memsample  \`celeriac inspect stats\`, or the metrics
  objgraph            start the process with Node's --inspect
  clock               there is no logical clock: the time of Redis counts
`;

type TaskType = components['schemas']['TaskTypeDto'];

const TYPE_COLUMNS: readonly Column<TaskType>[] = [
  { title: 'NAME', cell: ({ name }) => name },
  { title: 'QUEUE', cell: ({ queue }) => queue },
  { title: 'SUMMARY', cell: ({ summary }) => summary, isText: true },
];

/** `celeriac inspect active|scheduled|…` */
export function inspectCommand(cli: Cli): Command {
  const command = cli
    .command(
      'inspect',
      'Ask the workers, in the words of `celery inspect`; exit code 1 if one does not reply',
      ['inspect active', 'inspect ping --timeout 5s'],
    )
    .addHelpText('after', ABSENT)
    .showHelpAfterError('Words of Celery that are not here: celeriac inspect --help');
  for (const make of [active, activeQueues, scheduled, revoked, registered, stats, ping])
    command.addCommand(make(cli));
  return command;
}

function active(cli: Cli): Command {
  return perWorker(cli, 'active', 'List the running tasks of each worker, up to the 100 oldest', activeLines);
}

function activeQueues(cli: Cli): Command {
  const summary = 'List the queues that each worker consumes, with its concurrency';
  return perWorker(cli, 'active-queues', summary, ({ queues }) => queues.map(queueText)).alias(
    'active_queues',
  );
}

function scheduled(cli: Cli): Command {
  const summary = 'List the tasks in the broker that wait for their time or for another attempt';
  return taskList(cli, 'scheduled', summary, 'status:PENDING|RETRY run_at:>now');
}

function revoked(cli: Cli): Command {
  return taskList(cli, 'revoked', 'List the newest revoked tasks', 'status:REVOKED');
}

function registered(cli: Cli): Command {
  return cli
    .command('registered', 'List the task types that can be submitted', ['inspect registered'])
    .action(
      cli.action(async ({ client, output }) => {
        const { items } = bodyOf(await client.api.GET('/task-types'));
        output.list(items, TYPE_COLUMNS, 'No task type can be submitted.');
      }),
    );
}

function stats(cli: Cli): Command {
  const command = cli.command('stats', 'Ask the workers for their current counts, memory and load', [
    'inspect stats --worker worker-1',
  ]);
  return withWorkerOptions(command).action(
    cli.action(async ({ client, output }, { worker, timeout }: WorkerOptions) => {
      const outcome = await sendCommand(client, worker, { command: 'stats', timeout_ms: timeout });
      return showReplies(output, outcome, ({ worker: report }) =>
        report === undefined ? [] : detailsOf(workerDetails(report)).trimEnd().split('\n'),
      );
    }),
  );
}

function ping(cli: Cli): Command {
  const command = cli.command('ping', 'Check that the workers reply', [
    'inspect ping',
    'inspect ping -w worker-1 --timeout 5s',
  ]);
  return withWorkerOptions(command).action(
    cli.action(async ({ client, output }, { worker, timeout }: WorkerOptions) => {
      const outcome = await sendCommand(client, worker, { command: 'ping', timeout_ms: timeout });
      return showReplies(output, outcome, ({ ok }) => (ok ? ['pong'] : []));
    }),
  );
}

/** A list for each worker, of its last heartbeat. */
function perWorker(cli: Cli, name: string, summary: string, linesOf: (worker: Worker) => string[]): Command {
  const command = cli.command(name, summary, [`inspect ${name}`, `inspect ${name} --worker worker-1`]);
  return withWorker(command).action(
    cli.action(async ({ client, output }, { worker: named }: Pick<WorkerOptions, 'worker'>) => {
      const workers = await (named.length === 0 ? liveWorkers(client) : workersNamed(client, named));
      output.show(workers, () => workers.map((worker) => blockOf(worker, linesOf(worker))).join('\n'));
      if (workers.length > 0) return ExitCode.ok;
      output.note('No worker is running.');
      return ExitCode.taskFailed;
    }),
  );
}

async function liveWorkers(client: Session['client']): Promise<Worker[]> {
  const { items } = bodyOf(await client.api.GET('/workers'));
  return items.filter(({ state }) => state !== 'lost');
}

function blockOf({ name, worker_id: id }: Worker, lines: readonly string[]): string {
  const shown = lines.length === 0 ? ['- empty -'] : lines.map((line) => `* ${line}`);
  return [`-> ${name} (${id}):`, ...shown.map((line) => `    ${line}`)].join('\n');
}

/** The newest tasks of a query. */
function taskList(cli: Cli, name: string, summary: string, q: string): Command {
  return cli.command(name, `${summary}: celeriac tasks '${q}'`, [`inspect ${name}`]).action(
    cli.action(async ({ client, output }) => {
      const { items } = bodyOf(await client.api.GET('/tasks', { params: { query: { q, limit: 100 } } }));
      output.list(items, taskColumns(output.style), 'No tasks found.');
    }),
  );
}
