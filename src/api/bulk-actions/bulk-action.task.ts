import { OPERATIONS } from './operations-queue.js';
import { BulkStep, type BulkVerb, type Planned, statesOf } from './bulk-step.js';
import {
  Checkpoints,
  fits,
  inTurns,
  placeOf,
  Task,
  type TaskContext,
  type TaskHandler,
  TaskIndex,
  TaskList,
  type TaskSnapshot,
  TaskStore,
} from '../../core/index.js';
import { BulkOrderDto } from './bulk-order.dto.js';
import { type BulkTally, emptyTally, noteEnds, noteFound, percentOf } from './bulk-tally.js';

const WEEK_MS = 604_800_000;
/** Number of tasks read in one step, which occupies the broker for some milliseconds. */
const STRETCH = 200;
/** Size limit that skips all results. */
const NO_RESULTS = 1;
/** Interval of checkpoints while no task matches. */
const NOTE_EVERY_MS = 1_000;

/** `revoke_reason` if none is given. */
const REASONS: Partial<Record<BulkVerb, string>> = {
  'revoke-waiting': 'all that waited in the queue was revoked',
  drain: 'the queue was drained',
  purge: 'the queue was purged',
};

interface Counts {
  matched: number;
  done: number;
  skipped: number;
  failed: number;
}

/**
 * Applies one action to all matching tasks that were submitted before it, walking the index from the newest.
 *
 * Safe to repeat: the tasks of a step and their states are saved before they are acted on. An attempt that follows a
 * dead one starts with these, and repeats no action that was done.
 */
@Task({
  name: 'operations.bulk-action',
  queue: OPERATIONS,
  payload: BulkOrderDto,
  summary: 'Retry, cancel or delete many tasks',
  isInternal: true,
  // With these, a broker that is unavailable for twenty minutes costs only time.
  attempts: 25,
  backoff: { type: 'exponential', delayMs: 1_000, maxMs: 60_000, jitter: 0.5 },
  retentionMs: WEEK_MS,
})
export class BulkActionTask implements TaskHandler<BulkOrderDto, Counts> {
  constructor(
    private readonly index: TaskIndex,
    private readonly list: TaskList,
    private readonly store: TaskStore,
    private readonly step: BulkStep,
    private readonly checkpoints: Checkpoints,
  ) {}

  async run(order: BulkOrderDto, context: TaskContext): Promise<Counts> {
    const run: Run = { order, context, tally: await this.tallyOf(order, context.id), savedAt: 0 };
    await this.finishPlan(run);
    while (!(await this.stretch(run)));
    await this.save(run);
    const { matched, done, skipped, failed } = run.tally;
    return { matched, done, skipped, failed };
  }

  /** The tally of the last attempt. */
  private async tallyOf(order: BulkOrderDto, id: string): Promise<BulkTally> {
    const [record] = await this.checkpoints.read(OPERATIONS, [id]);
    // Only `save` writes this field.
    const found = record?.checkpoint as BulkTally | undefined;
    return found ?? emptyTally(await this.index.count(startOf(order, id), endOf(order)));
  }

  /** Finishes the step that the last attempt had begun. */
  private async finishPlan(run: Run): Promise<void> {
    const { plan } = run.tally;
    const found = await this.store.findMany(
      plan.map(({ id }) => id),
      NO_RESULTS,
    );
    const tasks = new Map(plan.map(({ id }, i) => [id, found[i]]));
    const { action } = run.order;
    await this.carryOut(run, (planned) =>
      this.step.actAgain(action, planned, tasks.get(planned.id), reasonOf(run.order)),
    );
  }

  /** @returns whether it was the last step */
  private async stretch(run: Run): Promise<boolean> {
    const { order, context, tally } = run;
    context.signal.throwIfAborted();
    const before = tally.cursor ?? startOf(order, context.id);
    const { ids, tasks, isLast } = await this.list.stretch(before, STRETCH, NO_RESULTS);
    const within = ids.filter((id) => id >= endOf(order));
    const matched = tasks.slice(0, within.length).filter((task) => isMeant(order, task));
    noteFound(tally, within, matched);
    if (!order.dry_run) {
      tally.plan = matched.map(({ id, finishedAt }) => ({ id, finishedAt }));
      const byId = new Map(matched.map((task) => [task.id, task]));
      if (matched.length > 0) await this.save(run);
      await this.carryOut(run, async ({ id }) => {
        const task = byId.get(id);
        return task ? this.step.act(order.action, task, reasonOf(order)) : 'skipped';
      });
    }
    if (performance.now() - run.savedAt > NOTE_EVERY_MS) await this.save(run);
    return isLast || within.length < ids.length;
  }

  /** Acts on the planned tasks. When aborted, it stops within one turn and saves the rest of the plan. */
  private async carryOut(run: Run, act: (planned: Planned) => ReturnType<BulkStep['act']>): Promise<void> {
    const { signal } = run.context;
    noteEnds(run.tally, await inTurns([...run.tally.plan], act, () => !signal.aborted));
    if (!signal.aborted) return;
    await this.save(run);
    signal.throwIfAborted();
  }

  private async save(run: Run): Promise<void> {
    const { tally, context } = run;
    await this.checkpoints.save(OPERATIONS, context.id, tally);
    run.savedAt = performance.now();
    const { matched, done, skipped, failed } = tally;
    await context.progress({ percent: percentOf(tally), matched, done, skipped, failed });
  }
}

/** State of one attempt. */
interface Run {
  readonly order: BulkOrderDto;
  readonly context: TaskContext;
  readonly tally: BulkTally;
  savedAt: number;
}

/** The walk starts here (exclusive), never after its own id, … */
function startOf({ filter }: BulkOrderDto, id: string): string {
  if (!filter.created_before) return id;
  const before = placeOf(Date.parse(filter.created_before));
  return before < id ? before : id;
}

/** … and ends here (inclusive). */
function endOf({ filter }: BulkOrderDto): string {
  return filter.created_after ? placeOf(Date.parse(filter.created_after)) : '';
}

function isMeant({ action, filter }: BulkOrderDto, task: TaskSnapshot | undefined): task is TaskSnapshot {
  if (task === undefined || task.queue === OPERATIONS) return false;
  const { queue, name, tag, status } = filter;
  // JSON's null counts as omitted.
  const wanted = { queue: queue ?? undefined, name: name ?? undefined, tag: tag ?? undefined };
  return statesOf(action, status ?? undefined).includes(task.status) && fits(task, wanted);
}

function reasonOf({ action, reason }: BulkOrderDto): string {
  return reason ?? REASONS[action] ?? 'cancelled';
}
