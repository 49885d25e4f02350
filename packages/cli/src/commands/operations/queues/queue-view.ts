import type { components } from '@celeriac/client';
import type { Detail } from '../../../output/details.js';
import type { Style } from '../../../output/style.js';
import type { Column } from '../../../output/table.js';
import { durationText, timeText } from '../../../output/times.js';

export type Queue = components['schemas']['QueueDto'];
type Hold = components['schemas']['QueueHoldDto'];

/** The columns of a list of queues. */
export function queueColumns(style: Style): Column<Queue>[] {
  return [
    { title: 'QUEUE', cell: ({ name }) => name },
    { title: 'STATE', cell: (queue) => coloredState(queue, style) },
    { title: 'WAITING', cell: ({ counts }) => counts.waiting, align: 'right' },
    { title: 'DELAYED', cell: ({ counts }) => counts.delayed, align: 'right' },
    { title: 'STARTED', cell: ({ counts }) => counts.started, align: 'right' },
    { title: 'FAILED', cell: ({ counts }) => counts.failed, align: 'right' },
    { title: 'WORKERS', cell: ({ consumers }) => consumers, align: 'right' },
    { title: 'SLOTS', cell: ({ slots }) => slots, align: 'right' },
    { title: 'PER SECOND', cell: ({ last_minute: { per_second } }) => per_second, align: 'right' },
    { title: 'OLDEST', cell: ({ oldest_waiting_ms }) => durationText(oldest_waiting_ms), align: 'right' },
    { title: 'LIMITS', cell: ({ limits }) => limitsText(limits) },
  ];
}

/** Everything about one queue. */
export function queueDetails(queue: Queue, style: Style): Detail[] {
  const { counts, last_minute: minute, last_hour: hour } = queue;
  return [
    ['queue', queue.name],
    ['state', coloredState(queue, style)],
    ['paused', holdText(queue.pause)],
    ['closed', holdText(queue.closed)],
    ['remaining', `${queue.remaining} tasks are not final`],
    ['waiting', counts.waiting],
    ['delayed', counts.delayed],
    ['waiting for steps', counts.waiting_for_steps],
    ['started', counts.started],
    ['kept', `${counts.succeeded} succeeded, ${counts.failed} failed, ${counts.revoked} revoked`],
    ['oldest waiting', durationText(queue.oldest_waiting_ms)],
    ['longest running', durationText(queue.longest_running_ms)],
    [
      'backlog',
      queue.backlog_seconds > 0 ? `about ${durationText(queue.backlog_seconds * 1_000)} of work` : 'none',
    ],
    ['workers', `${queue.consumers}, which run up to ${queue.slots} tasks at once`],
    ['limits', limitsText(queue.limits) ?? 'none'],
    ['last minute', windowText(minute)],
    ['last hour', windowText(hour)],
  ];
}

/** `open`, or what holds the queue. */
export function queueState({ paused, accepting }: Queue): 'open' | 'paused' | 'closed' | 'paused and closed' {
  if (paused) return accepting ? 'paused' : 'paused and closed';
  return accepting ? 'open' : 'closed';
}

export function coloredState(queue: Queue, style: Style): string {
  const state = queueState(queue);
  return state === 'open' ? style.green(state) : style.yellow(state);
}

/** `concurrency 5, 100 per 1 min`; undefined without limits. */
export function limitsText({ concurrency, rate }: Queue['limits']): string | undefined {
  const parts = [
    ...(concurrency === null ? [] : [`concurrency ${concurrency}`]),
    ...(rate === null ? [] : [`${rate.max} per ${durationText(rate.duration_ms)}`]),
  ];
  return parts.length === 0 ? undefined : parts.join(', ');
}

function holdText(hold: Hold | null): string | undefined {
  if (hold === null) return undefined;
  return `${timeText(hold.since)} by ${hold.by}${hold.reason === null ? '' : `: ${hold.reason}`}`;
}

function windowText({
  succeeded,
  failed,
  retried,
  per_second,
  run_ms,
  wait_ms,
}: Queue['last_minute']): string {
  const counts = `${succeeded} succeeded, ${failed} failed, ${retried} retried, ${per_second} per second`;
  if (run_ms.p95 === null) return counts;
  const run = `run time p50 ${durationText(run_ms.p50)}, p95 ${durationText(run_ms.p95)}`;
  return `${counts}; ${run}; wait p95 ${durationText(wait_ms.p95)}`;
}
