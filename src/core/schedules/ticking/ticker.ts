import { Injectable, Logger } from '@nestjs/common';
import { BrokerUnavailableError } from '../../redis/broker.errors.js';
import { isFault } from '../../redis/unavailability.js';
import type { Schedule } from '../schedule.js';
import { tickWorkId } from '../schedule.js';
import { MOST_OPEN } from '../records/tick-scripts.js';
import { SchedulePauses } from '../schedule-pauses.js';
import { ScheduledWork } from '../submitting/scheduled-work.js';
import { NO_WORK, type TickWork, type WorkOutcome } from '../submitting/scheduled-kind.js';
import type { TickEntry } from '../tick-entry.js';
import { TickTimes } from '../times/tick-times.js';
import { DueSchedules, type Settlement } from './due-schedules.js';
import { type PlannedTick, type TickPlan, type WorkState, dueOf, dueTicks, planTicks } from './tick-plan.js';

/** Schedules handled with one look at their work, and one submit. */
const BATCH = 200;
/** How often a schedule is looked at whose queued tick waits for the end of a task. */
const LOOK_AGAIN_MS = 1_000;
/** A schedule whose task no worker has known for this long is paused: longer than a rolling deploy. */
const UNKNOWN_MS = 300_000;
/** Tasks or workflows remembered by a schedule that allows overlaps. */
const MOST_OPEN_UNWATCHED = 10;

/** A schedule with its plan. */
interface Planned {
  readonly schedule: Schedule;
  readonly plan: TickPlan;
  /** Its earlier tasks or workflows that have not ended. */
  readonly open: readonly string[];
}

/** What became of submits, by the id of their work. */
type Outcomes = ReadonlyMap<string, WorkOutcome | undefined>;

/** A schedule with what became of its ticks. */
interface Settled {
  readonly schedule: Schedule;
  readonly settlement: Settlement;
}

/** What one step did. */
export interface TickStep {
  /** Until the next schedule is due; 0 if more are due now, Infinity if none ever is. */
  readonly waitMs: number;
  readonly entries: readonly (TickEntry & { readonly scheduleId: string })[];
}

/**
 * Submits what is due. Every worker does this, and any number may. The order makes the death of a process harmless at
 * any point:
 *
 * 1. The schedule is taken: its next look is put off by five seconds. Dead here: another worker takes it then.
 * 2. The tick's task or workflow is stored under an id made of schedule and tick. Dead here: another worker takes the same tick,
 *    and finds it, or stores it under the same id, which changes nothing.
 * 3. The schedule moves on to its next tick, unless it was changed in between: then the change decides.
 *
 * So no tick is lost, and none is submitted twice, as long as the work of a tick is kept for the five seconds in which
 * another worker may look for it.
 */
@Injectable()
export class Ticker {
  private readonly logger = new Logger('Schedules');

  constructor(
    private readonly due: DueSchedules,
    private readonly work: ScheduledWork,
    private readonly pauses: SchedulePauses,
  ) {}

  /**
   * Handles up to 200 due schedules.
   *
   * @param at the time to pretend, in ms since 1970. Default: now, by the broker's clock
   * @throws BrokerUnavailableError: whatever was taken is handled later
   */
  async step(at?: number): Promise<TickStep> {
    const since = performance.now();
    const { now, waitMs, schedules } = await this.due.take(BATCH, at);
    if (schedules.length === 0) return { waitMs, entries: [] };
    const known = await this.withoutUnknown(schedules, now);
    const clock = () => now + Math.round(performance.now() - since);
    const settled = await this.handle(known, now, clock);
    const entries = await this.settle(settled);
    if (schedules.length === BATCH) return { waitMs: 0, entries };
    const looks = settled.map(({ settlement: { look } }) => (look ?? Infinity) - clock());
    return { waitMs: Math.max(0, Math.min(waitMs, ...looks)), entries };
  }

  /**
   * A key of a queue that was overwritten must not stop the schedules of other queues: each schedule is then handled
   * alone, and one that meets the fault stays taken, so that it is handled again later.
   */
  private async handle(schedules: readonly Schedule[], now: number, clock: () => number): Promise<Settled[]> {
    try {
      return await this.submit(await this.plan(schedules, now), clock);
    } catch (error) {
      if (!isFault(error)) throw error;
      if (schedules.length === 1) return []; // BrokerFaults logs it
      const settled: Settled[] = [];
      for (const schedule of schedules) settled.push(...(await this.handle([schedule], now, clock)));
      return settled;
    }
  }

  /** @returns what happened, without what another worker or a change has overtaken */
  private async settle(settled: readonly Settled[]): Promise<TickStep['entries']> {
    const settling = settled.map(async ({ schedule, settlement }) => {
      if (!(await this.due.settle(schedule, settlement))) return [];
      this.report(schedule, settlement);
      return settlement.entries.map((entry) => ({ ...entry, scheduleId: schedule.id }));
    });
    return (await Promise.all(settling)).flat();
  }

  /** Another worker may be newer and know the task: it gets time to take the tick. */
  private async withoutUnknown(schedules: readonly Schedule[], now: number): Promise<Schedule[]> {
    const known: Schedule[] = [];
    for (const schedule of schedules) {
      const unknown = this.work.unknownTask(schedule.definition);
      if (unknown === undefined) known.push(schedule);
      else if ((await this.due.noteUnknown(schedule.id, now)) >= UNKNOWN_MS)
        await this.halt(schedule.id, `No worker knows the task ${unknown}: it was renamed or removed.`);
    }
    return known;
  }

  private async plan(schedules: readonly Schedule[], now: number): Promise<Planned[]> {
    const timed = await this.withTimes(schedules);
    const works = await this.work.look(
      timed.flatMap(({ schedule, times }) => idsToLookAt(schedule, times, now)),
    );
    return timed.map(({ schedule, times }) => ({
      schedule,
      plan: planTicks(schedule, times, now, works),
      open: openOf(schedule, works),
    }));
  }

  /** A rule was checked when it was stored. If it is not valid any more, it must not keep others from ticking. */
  private async withTimes(schedules: readonly Schedule[]) {
    const timed: { schedule: Schedule; times: TickTimes }[] = [];
    for (const schedule of schedules) {
      try {
        timed.push({ schedule, times: new TickTimes(schedule.definition) });
      } catch (error) {
        await this.halt(schedule.id, `The rule is not valid: ${String(error)}`);
      }
    }
    return timed;
  }

  private async submit(planned: readonly Planned[], now: () => number): Promise<Settled[]> {
    const works = planned.flatMap(({ schedule, plan }) =>
      plan.ticks.filter(({ action }) => action === 'submit').map(({ tick }) => workOf(schedule, tick)),
    );
    const outcomes = works.length > 0 ? await this.work.submit(works) : [];
    const byId = new Map(works.map(({ id }, i) => [id, outcomes[i]]));
    await Promise.all(planned.map((one) => this.cancelEarlier(one, byId)));
    return planned.map((one) => ({ schedule: one.schedule, settlement: settlementOf(one, byId, now()) }));
  }

  /** Not if the newer tick was refused: then nothing replaces what was submitted earlier. */
  private async cancelEarlier({ schedule, plan, open }: Planned, outcomes: Outcomes): Promise<void> {
    const newest = outcomes.get(tickWorkId(schedule.id, plan.ticks.at(-1)?.tick ?? 0));
    if (!plan.cancels || newest === undefined || 'refused' in newest) return;
    await this.work.cancel(open, `replaced by a newer tick of ${schedule.id}`);
  }

  private report({ id }: Schedule, { entries }: Settlement): void {
    for (const { outcome, reason, count, tick } of entries) {
      const fields = { schedule_id: id, tick: new Date(tick).toISOString() };
      if (outcome === 'missed') this.logger.warn(`${count} ticks of ${id} were missed`, fields);
      if (outcome === 'failed')
        this.logger.error(`A tick of ${id} could not be submitted: ${reason}`, fields);
    }
  }

  private async halt(id: string, why: string): Promise<void> {
    try {
      await this.pauses.halt(id, why);
      this.logger.error(`Paused the schedule ${id}. ${why}`, { schedule_id: id });
    } catch (error) {
      if (error instanceof BrokerUnavailableError) throw error;
      this.logger.debug(`The schedule ${id} was not paused: ${String(error)}`); // removed or changed in between
    }
  }
}

function workOf(schedule: Schedule, tick: number): TickWork {
  return { schedule, id: tickWorkId(schedule.id, tick) };
}

function idsToLookAt(schedule: Schedule, times: TickTimes, now: number): string[] {
  const { overlap } = schedule.definition;
  if (overlap === 'allow' && schedule.queued === null) return [];
  return [
    ...schedule.open,
    ...dueTicks(schedule, times, now)
      .slice(-MOST_OPEN)
      .map((tick) => tickWorkId(schedule.id, tick)),
  ];
}

/** Without those that have ended, unless nobody looks at them. */
function openOf({ open, definition }: Schedule, works: ReadonlyMap<string, WorkState>): readonly string[] {
  if (definition.overlap === 'allow') return open.slice(-MOST_OPEN_UNWATCHED);
  return open.filter((id) => works.get(id) === 'open');
}

function settlementOf({ schedule, plan, open }: Planned, outcomes: Outcomes, now: number): Settlement {
  const entries = plan.ticks.map((planned) => entryOf(schedule, planned, outcomes, now));
  const submitted = entries.flatMap(({ taskId, workflowId }) => taskId ?? workflowId ?? []);
  const { handled, queued, missed } = plan;
  const wasQueued = plan.ticks.some(({ trigger }) => trigger === 'queue') ? schedule.queued : null;
  const looks = [plan.due, queued === null ? null : now + LOOK_AGAIN_MS].filter((at) => at !== null);
  return {
    ...{ handled, wasQueued, queued, missed: missed?.count ?? 0 },
    entries: missed === undefined ? entries : [missedEntry(missed, now), ...entries],
    open: [...open, ...submitted],
    tick: plan.next,
    due: plan.due,
    look: looks.length > 0 ? Math.min(...looks) : null,
  };
}

const REASONS = {
  queue: 'Waits until the work of an earlier tick has ended.',
  skip: 'The work of an earlier tick has not ended.',
} as const;

function entryOf(
  schedule: Schedule,
  { tick, action, trigger }: PlannedTick,
  outcomes: Outcomes,
  at: number,
): TickEntry {
  const common = { tick, at, trigger, latenessMs: Math.max(0, at - dueOf(schedule, tick)), count: 1 };
  if (action !== 'submit')
    return {
      ...common,
      outcome: action === 'queue' ? 'queued' : 'skipped',
      ...NO_WORK,
      reason: REASONS[action],
    };
  const outcome = outcomes.get(tickWorkId(schedule.id, tick));
  if (outcome !== undefined && 'refused' in outcome) return { ...common, ...outcome.refused, ...NO_WORK };
  return { ...common, outcome: 'submitted', ...(outcome ?? NO_WORK), reason: null };
}

function missedEntry({ count, last }: { count: number; last: number }, at: number): TickEntry {
  const reason = 'No worker or no broker was there in time.';
  return {
    tick: last,
    at,
    trigger: 'catch-up',
    outcome: 'missed',
    ...NO_WORK,
    reason,
    latenessMs: at - last,
    count,
  };
}
