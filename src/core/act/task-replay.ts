import { Injectable } from '@nestjs/common';
import { REDACTED } from '../../platform/redaction/redacted.js';
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
import { TaskQueue } from '../submit/task-queue.js';
import type { StoredTask } from '../task/handle/task-handle.js';
import { type FoundTask, TaskReader } from '../search/task-reader.js';

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
    private readonly reader: TaskReader,
    private readonly taskQueue: TaskQueue,
    private readonly seals: PayloadSeals,
  ) {}

  /**
   * Submits a new task with the name of an old one, in any state, and with its payload and options except the given
   * changes. Delay, expiry and deduplication are not copied.
   *
   * @throws StateConflictError if the old payload cannot be decrypted, or is not completely kept by the history
   * @throws TaskNotFoundError, and the errors of `TaskQueue.submitNamed`
   */
  async replay(id: string, { payload, options }: ReplayChanges, origin: SubmitContext): Promise<StoredTask> {
    const found = await this.reader.find(id);
    const { task } = found;
    if (found.source === 'history') return this.replayArchived(found, { payload, options }, origin);
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

  /** The history keeps what can be seen of a task: its other options are those of its type. */
  private async replayArchived(
    found: FoundTask,
    { payload, options }: ReplayChanges,
    origin: SubmitContext,
  ): Promise<StoredTask> {
    const { task } = found;
    const { name, tags, priority, maxAttempts, crashes } = task;
    const kept = withoutFaults({ tags, priority, attempts: maxAttempts - crashes });
    const again = {
      name,
      payload: payload ?? completePayload(task, await this.reader.payloadOf(found)),
      options: { ...kept, ...options },
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

/** @returns the payload that the history has kept, if it is the one that was submitted */
function completePayload({ id, status, workflowId }: TaskSnapshot, payload: unknown): unknown {
  const missing =
    (payload === undefined && 'The history keeps no payload of this task') ||
    (JSON.stringify(payload).includes(REDACTED) &&
      'The history keeps no secrets, and the payload has some') ||
    (workflowId !== null && 'The payload of a step may refer to results of its workflow');
  if (missing) throw new StateConflictError(id, status, `${missing}: replay it with a payload`);
  return payload;
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
