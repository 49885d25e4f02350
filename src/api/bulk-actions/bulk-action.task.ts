import { OPERATIONS } from './operations-queue.js';
import { BulkStep, type BulkVerb, type Planned } from './bulk-step.js';
import {
  Checkpoints,
  inTurns,
  Task,
  type TaskContext,
  type TaskHandler,
  TaskStore,
} from '../../core/index.js';
import { BulkOrderDto } from './bulk-order.dto.js';
import { type BulkTally, noteEnds, noteFound, percentOf } from './bulk-tally.js';
import { BulkTargets, NO_RESULTS } from './bulk-targets.js';

const WEEK_MS = 604_800_000;
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
 * Applies one action to all matching tasks that were submitted before it, the newest first. Tasks that a query selects
 * are fixed before the first one is acted on, or by an earlier dry run.
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
    private readonly targets: BulkTargets,
    private readonly store: TaskStore,
    private readonly step: BulkStep,
    private readonly checkpoints: Checkpoints,
  ) {}

  async run(order: BulkOrderDto, context: TaskContext): Promise<Counts> {
    const run: Run = { order, context, tally: await this.tallyOf(order, context), savedAt: 0 };
    await this.finishPlan(run);
    while (!(await this.stretch(run)));
    await this.save(run);
    await this.targets.end(order, context.id);
    const { matched, done, skipped, failed } = run.tally;
    return { matched, done, skipped, failed };
  }

  /** The tally of the last attempt. */
  private async tallyOf(order: BulkOrderDto, { id, signal }: TaskContext): Promise<BulkTally> {
    const [record] = await this.checkpoints.read(OPERATIONS, [id]);
    // Only `save` writes this field.
    const found = record?.checkpoint as BulkTally | undefined;
    if (found) return found;
    const tally = await this.targets.begin(order, id, signal);
    await this.checkpoints.save(OPERATIONS, id, tally);
    return tally;
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
    const { lookedAt, matched, archived, isLast } = await this.targets.next(order, context.id, tally);
    const planned = [
      ...matched.map(({ id, finishedAt }) => ({ id, finishedAt })),
      ...archived.map((id) => ({ id, finishedAt: null })),
    ];
    noteFound(tally, lookedAt, planned);
    if (!order.dry_run) {
      tally.plan = planned;
      const byId = new Map(matched.map((task) => [task.id, task]));
      if (planned.length > 0) await this.save(run);
      await this.carryOut(run, async ({ id }) => {
        const task = byId.get(id);
        return task ? this.step.act(order.action, task, reasonOf(order)) : this.step.deleteArchived(id);
      });
    }
    if (performance.now() - run.savedAt > NOTE_EVERY_MS) await this.save(run);
    return isLast;
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

function reasonOf({ action, reason }: BulkOrderDto): string {
  return reason ?? REASONS[action] ?? 'cancelled';
}
