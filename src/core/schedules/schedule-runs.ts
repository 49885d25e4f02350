import { Injectable } from '@nestjs/common';
import type { SubmitContext } from '../task/submit-context.js';
import { newTaskId } from '../task/task-id.js';
import { ScheduleStore } from './records/schedule-store.js';
import { InvalidScheduleError, ScheduleRunRefusedError } from './schedule.errors.js';
import { type Schedule, tickWorkId } from './schedule.js';
import { ScheduledWork } from './submitting/scheduled-work.js';
import {
  NO_WORK,
  type TickWork,
  type WorkId,
  type WorkOutcome,
  workIdOf,
} from './submitting/scheduled-kind.js';
import type { TickEntry } from './tick-entry.js';
import { TickTimes } from './times/tick-times.js';

/** Number of ticks of one backfill. */
export const MOST_BACKFILLED = 1_000;

/** A past tick that a backfill found. */
export interface BackfilledTick extends WorkId {
  readonly tick: number;
  /** `exists`: its task or workflow is still kept, so nothing is submitted. */
  readonly outcome: 'planned' | 'exists' | 'submitted' | 'refused';
  readonly reason: string | null;
}

/** Submits work of a schedule outside its ticks. */
@Injectable()
export class ScheduleRuns {
  constructor(
    private readonly store: ScheduleStore,
    private readonly work: ScheduledWork,
  ) {}

  /**
   * Submits the schedule's task or workflow now, whether or not an earlier one has ended, and while it is paused, too. The next
   * tick stays as planned.
   *
   * @returns its id
   * @throws ScheduleNotFoundError, ScheduleRunRefusedError
   */
  async run(id: string, { nextId = newTaskId, submittedBy }: SubmitContext): Promise<WorkId> {
    const [schedule, now] = [await this.store.get(id), await this.store.now()];
    this.refuseUnknown(schedule);
    const workId = nextId();
    const [outcome] = await this.work.submit([{ schedule: { ...schedule, submittedBy }, id: workId }]);
    if (outcome === undefined || 'refused' in outcome)
      throw new ScheduleRunRefusedError(id, outcome?.refused.reason ?? 'nothing was submitted');
    await this.store.noteRuns(id, [entryOf('run', now, now, outcome)], [workId]);
    return outcome;
  }

  /**
   * Submits every tick of a past period that was not submitted, or only lists them. All run at once: the rule on
   * overlaps applies neither to them nor to later ticks because of them. Repeating it is safe: a tick's work always has the same id.
   *
   * @param until inclusive, like `from`; ms since 1970
   * @throws ScheduleNotFoundError, ScheduleRunRefusedError, InvalidScheduleError for a period in the future or with
   * more than 1,000 ticks
   */
  async backfill(
    id: string,
    { from, until, isDryRun }: { readonly from: number; readonly until: number; readonly isDryRun: boolean },
    { submittedBy }: SubmitContext,
  ): Promise<BackfilledTick[]> {
    const [schedule, now] = [await this.store.get(id), await this.store.now()];
    const works = ticksOf(schedule, from, until, now).map((tick) => ({ tick, id: tickWorkId(id, tick) }));
    const backfilled = (
      { tick, id: workId }: (typeof works)[number],
      outcome: BackfilledTick['outcome'],
      reason: string | null = null,
    ): BackfilledTick => ({ tick, ...workIdOf(schedule.definition, workId), outcome, reason });
    const found = await this.work.look(works.map((work) => work.id));
    const missing = works.filter((work) => !found.has(work.id));
    if (isDryRun) return works.map((work) => backfilled(work, found.has(work.id) ? 'exists' : 'planned'));
    this.refuseUnknown(schedule);
    const outcomes = await this.submitPast({ ...schedule, submittedBy }, missing, now);
    return works.map((work) => {
      const outcome = outcomes.get(work.id);
      if (outcome === undefined) return backfilled(work, 'exists');
      return 'refused' in outcome
        ? backfilled(work, 'refused', outcome.refused.reason)
        : backfilled(work, 'submitted');
    });
  }

  private async submitPast(
    schedule: Schedule,
    missing: readonly { tick: number; id: string }[],
    now: number,
  ): Promise<Map<string, WorkOutcome>> {
    const works: TickWork[] = missing.map(({ id }) => ({ schedule, id }));
    const outcomes = works.length > 0 ? await this.work.submit(works) : [];
    const entries = missing.flatMap(({ tick }, i) => {
      const outcome = outcomes[i];
      return outcome ? [entryOf('backfill', tick, now, outcome)] : [];
    });
    await this.store.noteRuns(schedule.id, entries);
    return new Map(missing.flatMap(({ id }, i) => (outcomes[i] ? [[id, outcomes[i]] as const] : [])));
  }

  private refuseUnknown({ id, definition }: Schedule): void {
    const unknown = this.work.unknownTask(definition);
    if (unknown !== undefined) throw new ScheduleRunRefusedError(id, `The task ${unknown} is unknown.`);
  }
}

function ticksOf(schedule: Schedule, from: number, until: number, now: number): number[] {
  if (until > now) throw new InvalidScheduleError('to', 'must not be in the future');
  if (from > until) throw new InvalidScheduleError('to', 'must not be before from');
  const ticks = new TickTimes(schedule.definition).following(from - 1, MOST_BACKFILLED + 1, until);
  if (ticks.length <= MOST_BACKFILLED) return ticks;
  throw new InvalidScheduleError(
    'to',
    `leaves more than ${MOST_BACKFILLED} ticks: backfill a shorter period`,
  );
}

function entryOf(trigger: 'run' | 'backfill', tick: number, at: number, outcome: WorkOutcome): TickEntry {
  const common = { tick, at, trigger, latenessMs: Math.max(0, at - tick), count: 1 };
  if ('refused' in outcome) return { ...common, ...outcome.refused, ...NO_WORK };
  return { ...common, outcome: 'submitted', ...outcome, reason: null };
}
