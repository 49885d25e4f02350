import type { Output } from '../../../output/output.js';
import type { Style } from '../../../output/style.js';
import type { Column } from '../../../output/table.js';
import { agoText, durationText } from '../../../output/times.js';
import { coloredState } from '../queues/queue-view.js';
import { mebibytes } from '../workers/worker-view.js';
import type { TopState } from './top-state.js';

type Queue = TopState['queues'][number];
type Worker = TopState['workers'][number];
type Failure = TopState['failures'][number];

/**
 * The whole picture as text.
 *
 * @param problem why the state could not be read again; the last one is shown
 */
export function topText(
  state: TopState,
  { style, table }: { readonly style: Style; readonly table: Output['table'] },
  problem?: string,
): string {
  const { queues, workers, failures } = state;
  const online = workers.filter((worker) => worker.state !== 'lost');
  return [
    headline(state, style, online.length),
    ...(problem === undefined ? [] : [style.red(problem)]),
    '',
    table(queues, queueColumns(style)),
    online.length === 0 ? style.red('No worker is running.\n') : table(online, WORKER_COLUMNS),
    style.bold('Newest failures of the last hour'),
    failures.length === 0 ? 'none' : table(failures, failureColumns(state.at)),
  ].join('\n');
}

function headline({ at, url, health, queues }: TopState, style: Style, online: number): string {
  const sum = (count: (queue: Queue) => number) => queues.reduce((total, queue) => total + count(queue), 0);
  const rate = Math.round(sum(({ last_minute }) => last_minute.per_second) * 10) / 10;
  const status = health.status === 'ok' ? style.green('ok') : style.yellow(health.status);
  return [
    style.bold(`celeriac top  ${url}`),
    `${at.toISOString().slice(11, 19)}Z`,
    status,
    `${online} ${online === 1 ? 'worker' : 'workers'}`,
    `${sum(({ counts }) => counts.waiting)} waiting`,
    `${sum(({ counts }) => counts.started)} running`,
    `${rate}/s`,
  ].join('  ');
}

function queueColumns(style: Style): Column<Queue>[] {
  return [
    { title: 'QUEUE', cell: ({ name }) => name },
    { title: 'STATE', cell: (queue) => coloredState(queue, style) },
    { title: 'WAITING', cell: ({ counts }) => counts.waiting, align: 'right' },
    { title: 'DELAYED', cell: ({ counts }) => counts.delayed, align: 'right' },
    { title: 'RUNNING', cell: ({ counts, slots }) => `${counts.started}/${slots}`, align: 'right' },
    { title: 'PER SECOND', cell: ({ last_minute }) => last_minute.per_second, align: 'right' },
    { title: 'FAILED 1 MIN', cell: ({ last_minute }) => last_minute.failed, align: 'right' },
    { title: 'RUN P95', cell: ({ last_minute }) => durationText(last_minute.run_ms.p95), align: 'right' },
    { title: 'OLDEST', cell: ({ oldest_waiting_ms }) => durationText(oldest_waiting_ms), align: 'right' },
  ];
}

const WORKER_COLUMNS: readonly Column<Worker>[] = [
  { title: 'WORKER', cell: ({ name }) => name },
  { title: 'STATE', cell: ({ state }) => state },
  { title: 'RUNNING', cell: ({ active_count }) => active_count, align: 'right' },
  { title: 'PROCESSED', cell: ({ counts }) => counts.processed, align: 'right' },
  { title: 'FAILED', cell: ({ counts }) => counts.failed, align: 'right' },
  { title: 'MEMORY', cell: ({ rss_bytes }) => mebibytes(rss_bytes), align: 'right' },
  { title: 'LOAD', cell: ({ load_average: [load = 0] }) => load, align: 'right' },
  { title: 'LOOP P99', cell: ({ event_loop_delay_ms: { p99 } }) => `${p99} ms`, align: 'right' },
  { title: 'LONGEST', cell: ({ active: [oldest] }) => oldest?.name, isText: true },
];

function failureColumns(at: Date): Column<Failure>[] {
  return [
    { title: 'WHEN', cell: ({ finished_at }) => agoText(finished_at, at.getTime()) },
    { title: 'TASK', cell: ({ task_id }) => task_id },
    { title: 'NAME', cell: ({ name }) => name },
    { title: 'ERROR', cell: ({ error }) => error && `${error.type}: ${error.message}`, isText: true },
  ];
}
