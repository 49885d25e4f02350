import type { QueueWindow } from '../queues/queue-stats.js';
import type { Reason, ReasonCode } from './reason.js';
import type { Situation } from './situation.js';
import { serviceOf } from './worker-reasons.js';

/** When a task will probably start. */
export interface StartEstimate {
  /** ms since 1970 */
  readonly startAt: number;
  readonly basis: {
    /** Tasks that have to start, or end, before. */
    readonly tasksAhead: number;
    /** The tasks per second that the queue gets through. */
    readonly perSecond: number;
    /** The period over which that was measured. */
    readonly window: 'minute' | 'hour';
    readonly slots: number;
  };
}

/** Nobody knows when these end. */
const OPEN_ENDED = new Set<ReasonCode>([
  'final',
  'running',
  'waits-for-steps',
  'waits-for-items',
  'waits-for-workflow',
  'queue-paused',
  'type-paused',
  'type-limit',
  'no-worker',
  'workers-draining',
  'workers-paused',
  'workers-clock-wrong',
  'misplaced',
]);

/**
 * Estimates the start by the tasks ahead and the pace of the queue: its throughput, or the number of slots by the mean
 * run time if that is higher, as for a queue that was idle.
 *
 * @returns null if it cannot be known
 */
export function startEstimate(situation: Situation, reasons: readonly Reason[]): StartEstimate | null {
  const { throughput, place } = situation;
  if (reasons.some(({ code }) => OPEN_ENDED.has(code)) || throughput === null) return null;
  const service = serviceOf(situation);
  const slots = Math.min(service.slots, place.concurrency ?? Infinity);
  const tasksAhead = aheadOf(situation, service.used >= slots);
  const window = throughput.minute.runMs.mean === null ? 'hour' : 'minute';
  const perSecond = paceOf(throughput[window], slots, place.rate);
  const waitMs = waitOf(tasksAhead, perSecond);
  if (tasksAhead === null || waitMs === null) return null;
  const basis = { tasksAhead, perSecond: perSecond ?? 0, window, slots } as const;
  return { startAt: earliestOf(situation) + waitMs, basis };
}

/** With all slots in use, one more task has to end. */
function aheadOf({ place: { ahead } }: Situation, isFull: boolean): number | null {
  return ahead.older === null ? null : ahead.higher + ahead.older + (isFull ? 1 : 0);
}

function earliestOf({ now, task, place }: Situation): number {
  return Math.max(now, task.runAt ?? 0, place.rateUsedUpUntil ?? 0);
}

function waitOf(tasksAhead: number | null, perSecond: number | null): number | null {
  if (tasksAhead === 0) return 0;
  return tasksAhead === null || !perSecond ? null : Math.round((tasksAhead / perSecond) * 1_000);
}

function paceOf(
  { perSecond, runMs }: QueueWindow,
  slots: number,
  rate: Situation['place']['rate'],
): number | null {
  if (runMs.mean === null) return null;
  const possible = (slots * 1_000) / Math.max(1, runMs.mean);
  const allowed = rate === null ? Infinity : (rate.max * 1_000) / Math.max(1, rate.durationMs);
  return Math.round(Math.min(Math.max(perSecond, possible), allowed) * 1_000) / 1_000;
}
