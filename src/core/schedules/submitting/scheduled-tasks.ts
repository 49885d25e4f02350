import { Injectable } from '@nestjs/common';
import { Cancellation } from '../../handle/cancellation.js';
import { QueueHolds } from '../../queues/queue-holds.js';
import { TaskStore } from '../../read/task-store.js';
import { TaskQueue } from '../../submit/task-queue.js';
import type { NamedTask } from '../../submit/job-preparer.js';
import { StateConflictError, TaskNotFoundError } from '../../task/queue.errors.js';
import { isFinal } from '../../task/task-status.js';
import { ScheduledPayloads } from './scheduled-payloads.js';
import { closedQueuesAmong, failed, skippedBy } from './refusals.js';
import type { RefusedWork, ScheduledKind, TickWork, WorkOutcome } from './scheduled-kind.js';
import { type SealedTaskSchedule, type TaskSchedule, tagOf } from '../schedule.js';
import type { WorkState } from '../ticking/tick-plan.js';

type TaskWork = TickWork<SealedTaskSchedule>;

/** Schedules that submit tasks. */
@Injectable()
export class ScheduledTasks implements ScheduledKind<TaskSchedule, SealedTaskSchedule> {
  constructor(
    private readonly payloads: ScheduledPayloads,
    private readonly taskQueue: TaskQueue,
    private readonly store: TaskStore,
    private readonly cancellation: Cancellation,
    private readonly holds: QueueHolds,
  ) {}

  seal(definition: TaskSchedule, isOwn: boolean): SealedTaskSchedule {
    return this.payloads.seal(definition, isOwn);
  }

  /** The payload with its secrets: pass it no further than necessary. @throws PayloadKeyError, BrokenPayloadError */
  open(definition: SealedTaskSchedule): object {
    return this.payloads.open(definition);
  }

  unknownTask({ task }: SealedTaskSchedule): string | undefined {
    return this.payloads.queueOf(task) === undefined ? task : undefined;
  }

  async look(ids: readonly string[]): Promise<ReadonlyMap<string, WorkState>> {
    if (ids.length === 0) return new Map();
    const found = await this.store.findMany(ids, 1);
    return new Map(
      found.flatMap((task) => (task ? [[task.id, isFinal(task.status) ? 'ended' : 'open'] as const] : [])),
    );
  }

  async submit(works: readonly TaskWork[]): Promise<WorkOutcome[]> {
    const closed = await this.closedQueues(works);
    const prepared = works.map((work) => this.refusalOf(work, closed) ?? this.prepare(work));
    const tasks = prepared.filter((one): one is NamedTask => !('refused' in one));
    const stored = await this.taskQueue.submitGroups(tasks.map((task) => [task]));
    return prepared.map((one, i) => {
      if ('refused' in one) return one;
      const answer = stored.shift();
      return answer instanceof Error ? failed(answer) : { taskId: works[i]?.id ?? '', workflowId: null };
    });
  }

  async cancel(ids: readonly string[], reason: string): Promise<void> {
    await Promise.all(ids.map((id) => this.cancellation.cancel(id, reason).catch(unlessOver)));
  }

  private closedQueues(works: readonly TaskWork[]): Promise<ReadonlySet<string>> {
    const queues = works.flatMap(({ schedule }) => this.payloads.queueOf(schedule.definition.task) ?? []);
    return closedQueuesAmong(this.holds, queues);
  }

  private refusalOf({ schedule }: TaskWork, closed: ReadonlySet<string>): RefusedWork | undefined {
    const queue = this.payloads.queueOf(schedule.definition.task) ?? '';
    return closed.has(queue) ? skippedBy(queue) : undefined;
  }

  private prepare({ schedule, id, at }: TaskWork): NamedTask | RefusedWork {
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

/** The task has ended or was deleted in the meantime. */
function unlessOver(error: unknown): void {
  if (!(error instanceof StateConflictError || error instanceof TaskNotFoundError)) throw error;
}
