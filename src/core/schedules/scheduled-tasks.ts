import { Injectable } from '@nestjs/common';
import { Cancellation } from '../act/cancellation.js';
import { QueueHolds } from '../queues/queue-holds.js';
import { TaskStore } from '../read/task-store.js';
import { TaskQueue } from '../submit/task-queue.js';
import type { NamedTask } from '../submit/job-preparer.js';
import { StateConflictError, TaskNotFoundError } from '../task/queue.errors.js';
import { isFinal } from '../task/task-status.js';
import { ScheduledPayloads } from './scheduled-payloads.js';
import type { ScheduledWork, TickWork, WorkOutcome, WorkRefusal } from './scheduled-work.js';
import { type ScheduleDefinition, type SealedDefinition, tagOf } from './schedule.js';
import type { WorkState } from './ticking/tick-plan.js';

/** Schedules that submit tasks. */
@Injectable()
export class ScheduledTasks implements ScheduledWork {
  constructor(
    private readonly payloads: ScheduledPayloads,
    private readonly taskQueue: TaskQueue,
    private readonly store: TaskStore,
    private readonly cancellation: Cancellation,
    private readonly holds: QueueHolds,
  ) {}

  seal(definition: ScheduleDefinition, isOwn: boolean): SealedDefinition {
    return this.payloads.seal(definition, isOwn);
  }

  open(definition: SealedDefinition): object {
    return this.payloads.open(definition);
  }

  knows({ task }: SealedDefinition): boolean {
    return this.payloads.queueOf(task) !== undefined;
  }

  async look(ids: readonly string[]): Promise<ReadonlyMap<string, WorkState>> {
    if (ids.length === 0) return new Map();
    const found = await this.store.findMany(ids, 1);
    return new Map(
      found.flatMap((task) => (task ? [[task.id, isFinal(task.status) ? 'ended' : 'open'] as const] : [])),
    );
  }

  async submit(works: readonly TickWork[]): Promise<WorkOutcome[]> {
    const closed = await this.closedQueues(works);
    const prepared = works.map((work) => this.refusalOf(work, closed) ?? this.prepare(work));
    const tasks = prepared.filter((one): one is NamedTask => !('refused' in one));
    const stored = await this.taskQueue.submitGroups(tasks.map((task) => [task]));
    return prepared.map((one, i) => {
      if ('refused' in one) return one;
      const answer = stored.shift();
      return answer instanceof Error ? failed(answer) : { id: works[i]?.id ?? '' };
    });
  }

  async cancel(ids: readonly string[], reason: string): Promise<void> {
    await Promise.all(ids.map((id) => this.cancellation.cancel(id, reason).catch(unlessOver)));
  }

  /** A worker's submits are not limited, since they follow from accepted work. Ticks do not. */
  private async closedQueues(works: readonly TickWork[]): Promise<ReadonlySet<string>> {
    const queues = new Set(
      works.flatMap(({ schedule }) => this.payloads.queueOf(schedule.definition.task) ?? []),
    );
    const looks = [...queues].map(async (queue) => ((await this.holds.find('closed', queue)) ? [queue] : []));
    return new Set((await Promise.all(looks)).flat());
  }

  private refusalOf(
    { schedule }: TickWork,
    closed: ReadonlySet<string>,
  ): { refused: WorkRefusal } | undefined {
    const queue = this.payloads.queueOf(schedule.definition.task) ?? '';
    if (!closed.has(queue)) return undefined;
    return { refused: { outcome: 'skipped', reason: `The queue ${queue} is closed.` } };
  }

  private prepare({ schedule, id, at }: TickWork): NamedTask | { refused: WorkRefusal } {
    const { definition, submittedBy, id: scheduleId } = schedule;
    const tags = [...(definition.options.tags ?? []), tagOf(scheduleId)];
    try {
      return {
        name: definition.task,
        payload: this.payloads.open(definition),
        options: { ...definition.options, tags },
        isOwn: true, // checked when the schedule was stored
        origin: { submittedBy, nextId: () => id, at: at ?? Infinity },
      };
    } catch (error) {
      return failed(error);
    }
  }
}

function failed(error: unknown): { refused: WorkRefusal } {
  return { refused: { outcome: 'failed', reason: error instanceof Error ? error.message : String(error) } };
}

/** The task has ended or was deleted in the meantime. */
function unlessOver(error: unknown): void {
  if (!(error instanceof StateConflictError || error instanceof TaskNotFoundError)) throw error;
}
