import type { components } from '@celeriac/client';
import type { Detail } from '../../../output/details.js';
import type { Style } from '../../../output/style.js';
import type { Column } from '../../../output/table.js';
import { agoText, timeText } from '../../../output/times.js';

export type Worker = components['schemas']['WorkerDto'];
/** A report of a worker: its last heartbeat, or its reply to a command. */
type Report = Worker | components['schemas']['WorkerReportDto'];

const MIB = 1_048_576;

/** The columns of a list of workers. */
export function workerColumns(style: Style): Column<Worker>[] {
  return [
    { title: 'WORKER', cell: ({ name }) => name },
    { title: 'ID', cell: ({ worker_id }) => worker_id },
    { title: 'STATE', cell: ({ state }) => coloredState(state, style) },
    { title: 'PROCESS', cell: ({ host, pid }) => `${host}:${pid}` },
    { title: 'VERSION', cell: ({ version }) => version },
    { title: 'RUNNING', cell: ({ active_count }) => active_count, align: 'right' },
    { title: 'PROCESSED', cell: ({ counts }) => counts.processed, align: 'right' },
    { title: 'FAILED', cell: ({ counts }) => counts.failed, align: 'right' },
    { title: 'MEMORY', cell: ({ rss_bytes }) => mebibytes(rss_bytes), align: 'right' },
    { title: 'HEARTBEAT', cell: ({ last_heartbeat_at }) => agoText(last_heartbeat_at) },
    { title: 'QUEUES', cell: ({ queues }) => queues.map(queueText).join(' '), isText: true },
  ];
}

/** The state of a worker in its colour. */
function coloredState(state: string, style: Style): string {
  if (state === 'online') return style.green(state);
  return state === 'lost' ? style.red(state) : style.yellow(state);
}

/** Everything that a worker reports of itself. */
export function workerDetails(worker: Report): Detail[] {
  const { counts, event_loop_delay_ms: delay } = worker;
  const outcomes = [
    `${counts.succeeded} succeeded, ${counts.failed} failed`,
    `${counts.retried} retried, ${counts.revoked} revoked`,
  ];
  return [
    ['worker', `${worker.name} (${worker.worker_id})`],
    ['state', worker.state],
    ['process', `${worker.host}:${worker.pid}, version ${worker.version}`],
    ['started', timeText(worker.started_at)],
    ['queues', worker.queues.map(queueText).join(' ')],
    ['running', `${worker.active_count} tasks; up to ${worker.threads} threads`],
    ['attempts', `${counts.processed} processed: ${outcomes.join(', ')}`],
    ['memory', `${mebibytes(worker.rss_bytes)}, heap ${mebibytes(worker.heap_bytes)}`],
    ['load', worker.load_average.join(' ')],
    ['event loop', `delay p50 ${delay.p50} ms, p99 ${delay.p99} ms`],
    ['log level', worker.log_level],
    ['clock', worker.clock_wrong ? 'wrong: the worker takes no tasks' : undefined],
  ];
}

/** The running tasks of a worker, one a line. */
export function activeLines({ active }: Report): string[] {
  return active.map(
    ({ task_id, name, attempt, since }) =>
      `${task_id}  ${name}  attempt ${attempt}, started ${agoText(since)}`,
  );
}

/** `fetch:8`, with its concurrency. */
export function queueText({ name, concurrency, paused }: Worker['queues'][number]): string {
  return `${name}:${concurrency}${paused ? ' (paused)' : ''}`;
}

export function mebibytes(bytes: number): string {
  return `${Math.round(bytes / MIB)} MiB`;
}
