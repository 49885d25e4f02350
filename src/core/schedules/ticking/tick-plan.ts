import { jitterOf } from '../times/jitter.js';
import type { TickTimes } from '../times/tick-times.js';
import { type Schedule, tickWorkId } from '../schedule.js';

/** A tick that is submitted later than this, and than its jitter, was missed: no worker or no broker was there. */
export const GRACE_MS = 10_000;
/** Number of missed ticks that `catchUp: 'all'` makes up for. */
export const MOST_CAUGHT_UP = 100;
/** Missed ticks are counted up to this. */
const MOST_COUNTED = 1_000;

/** Whether work that was submitted has ended. Work that is not there at all has no state. */
export type WorkState = 'open' | 'ended';

export interface PlannedTick {
  readonly tick: number;
  readonly action: 'submit' | 'queue' | 'skip';
  readonly trigger: 'schedule' | 'catch-up' | 'queue';
}

/** What is to be done about a schedule now. */
export interface TickPlan {
  /** In order. */
  readonly ticks: readonly PlannedTick[];
  /** Whether tasks that have not ended are cancelled once the newest tick is accepted. */
  readonly cancels: boolean;
  readonly missed: { readonly count: number; readonly last: number } | undefined;
  /** The tick that waits afterwards. */
  readonly queued: number | null;
  /** The newest tick that this handles; null if none is due. */
  readonly handled: number | null;
  /** The tick after those, and the time at which it is due. */
  readonly next: number | null;
  readonly due: number | null;
}

/**
 * Decides what a schedule does at `now`. A pure function: two workers that read the same record decide the same, and a
 * tick whose task exists already is submitted again under the same id, which changes nothing.
 *
 * @param works states of the schedule's open tasks, and of the tasks of the ticks that are due, by id
 */
export function planTicks(
  schedule: Schedule,
  times: TickTimes,
  now: number,
  works: ReadonlyMap<string, WorkState>,
): TickPlan {
  const due = dueTicks(schedule, times, now);
  const { kept, late, missed } = caughtUp(schedule, due, now);
  const handled = due.at(-1) ?? null;
  const next = handled === null ? schedule.tick : times.next(handled);
  return {
    ...overlapped(schedule, kept, late, works),
    ...{ missed, handled, next },
    due: next === null ? null : dueOf(schedule, next),
  };
}

/** The time at which a tick is submitted. */
export function dueOf({ id, definition }: Pick<Schedule, 'id' | 'definition'>, tick: number): number {
  return tick + jitterOf(id, tick, definition.jitterMs);
}

/** Every tick that is due, oldest first. Jitter does not change their order: a tick waits for those before it. */
export function dueTicks(schedule: Schedule, times: TickTimes, now: number): readonly number[] {
  if (schedule.tick === null || schedule.tick > now) return [];
  const first = untilJitter(schedule, times.following(schedule.tick - 1, MOST_COUNTED, now), now);
  if (first.length < MOST_COUNTED) return first;
  const latest = untilJitter(schedule, times.latest(schedule.tick, now, MOST_COUNTED), now);
  return latest.length > 0 ? latest : first;
}

/** Without the first tick that still waits for its jitter, and those after it. */
function untilJitter(schedule: Schedule, ticks: readonly number[], now: number): readonly number[] {
  const waiting = ticks.findIndex((tick) => dueOf(schedule, tick) > now);
  return waiting < 0 ? ticks : ticks.slice(0, waiting);
}

function caughtUp(schedule: Schedule, due: readonly number[], now: number) {
  const { catchUp, catchUpWindowMs, jitterMs } = schedule.definition;
  // Not its own jitter: it also waits for that of the ticks before it.
  const late = new Set(due.filter((tick) => now - tick > GRACE_MS + jitterMs));
  const lateOnes = [...late];
  const made = {
    none: [],
    last: late.size < due.length ? [] : lateOnes.slice(-1),
    all: lateOnes.filter((tick) => now - tick <= catchUpWindowMs).slice(-MOST_CAUGHT_UP),
  }[catchUp];
  const keeps = new Set<number>(made);
  const dropped = lateOnes.filter((tick) => !keeps.has(tick));
  const last = dropped.at(-1);
  return {
    kept: due.filter((tick) => !late.has(tick) || keeps.has(tick)),
    late,
    missed: last === undefined ? undefined : { count: dropped.length, last },
  };
}

/** Applies the rule for overlaps to ticks in their order. */
function overlapped(
  schedule: Schedule,
  ticks: readonly number[],
  late: ReadonlySet<number>,
  works: ReadonlyMap<string, WorkState>,
): Pick<TickPlan, 'ticks' | 'cancels' | 'queued'> {
  const { overlap } = schedule.definition;
  const isOpen = schedule.open.some((id) => works.get(id) === 'open');
  let { queued } = schedule;
  let isBusy = isOpen;
  const planned: PlannedTick[] = [];
  if (queued !== null && !isBusy) {
    planned.push({ tick: queued, action: 'submit', trigger: 'queue' });
    [queued, isBusy] = [null, true];
  }
  const actionFor = (tick: number): PlannedTick['action'] => {
    if (works.has(tickWorkId(schedule.id, tick)) || overlap === 'allow') return 'submit';
    if (overlap === 'cancel-previous') return tick === ticks.at(-1) ? 'submit' : 'skip';
    if (!isBusy) return 'submit';
    return overlap === 'queue' && queued === null ? 'queue' : 'skip';
  };
  for (const tick of ticks) {
    const action = actionFor(tick);
    planned.push({ tick, action, trigger: late.has(tick) ? 'catch-up' : 'schedule' });
    if (action === 'submit') isBusy = true;
    if (action === 'queue') queued = tick;
  }
  const cancels = overlap === 'cancel-previous' && isOpen && ticks.length > 0;
  return { ticks: planned, cancels, queued };
}
