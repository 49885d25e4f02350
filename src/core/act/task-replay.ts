import { Injectable } from '@nestjs/common';
import { Broker } from '../redis/broker.js';
import { withoutFaults } from '../task/options/option-checks.js';
import type { SubmitContext } from '../task/submit-context.js';
import { keptOptions } from '../task/options/stored-options.js';
import { PayloadSeals } from '../submit/payload-seals.js';
import {
  BrokenPayloadError,
  PayloadKeyError,
  StateConflictError,
  TaskNotFoundError,
} from '../task/queue.errors.js';
import { Queues } from '../bullmq/queues.js';
import type { SubmitOptions } from '../task/options/submit-options.js';
import { type TaskJob, taskOptionsOf } from '../bullmq/task-job.js';
import type { TaskSnapshot } from '../task/task-snapshot.js';
import { type SubmittedTask, TaskQueue } from '../submit/task-queue.js';
import { TaskStore } from '../read/task-store.js';

/** Changes for a replay. */
export interface ReplayChanges {
  readonly payload?: unknown;
  readonly options?: SubmitOptions;
}

/** Submits a task again as a new task. */
@Injectable()
export class TaskReplay {
  constructor(
    private readonly broker: Broker,
    private readonly queues: Queues,
    private readonly store: TaskStore,
    private readonly taskQueue: TaskQueue,
    private readonly seals: PayloadSeals,
  ) {}

  /**
   * Submits a new task with the name of an old one, in any state, and with its payload and options except the given
   * changes. Delay, expiry and deduplication are not copied.
   *
   * @throws StateConflictError if the old payload cannot be decrypted
   * @throws TaskNotFoundError, and the errors of `TaskQueue.submitNamed`
   */
  async replay(
    id: string,
    { payload, options }: ReplayChanges,
    origin: SubmitContext,
  ): Promise<SubmittedTask> {
    const task = await this.store.find(id);
    const job: TaskJob | undefined = await this.broker.ask(this.queues.get(task.queue).getJob(task.id));
    if (job === undefined) throw new TaskNotFoundError(id);
    refuseReferences(task, payload);
    const again = {
      name: task.name,
      payload: payload ?? this.payloadOf(job, task),
      options: { ...withoutFaults(keptOptions(taskOptionsOf(job))), ...ownRetention(task), ...options },
      replayOf: task.id,
    };
    return this.taskQueue.submitNamed(again, origin);
  }

  /** Decrypted: it is encrypted again for the new task, which may have another name. */
  private payloadOf(job: TaskJob, task: TaskSnapshot): unknown {
    const { sealed } = taskOptionsOf(job);
    try {
      return this.seals.open({ name: job.name, payload: job.data, sealed });
    } catch (error) {
      if (!(error instanceof PayloadKeyError || error instanceof BrokenPayloadError)) throw error;
      throw new StateConflictError(task.id, task.status, `${error.message} Or give a payload`);
    }
  }
}

/** The results of other steps are those of its own workflow. */
function refuseReferences({ id, status, stepRole }: TaskSnapshot, payload: unknown): void {
  if (payload !== undefined || stepRole?.needs === undefined) return;
  throw new StateConflictError(
    id,
    status,
    'The payload of this step refers to results of its workflow: replay it with a payload, or retry it',
  );
}

/** A step is kept for its workflow; its replay has a retention of its own. */
function ownRetention({ workflowId }: TaskSnapshot): SubmitOptions {
  return workflowId === null ? {} : { retentionMs: undefined };
}
