import { Injectable } from '@nestjs/common';
import type { Job } from 'bullmq';
import { Broker } from './broker.js';
import { priorityOf } from './priority.js';
import { TaskNotFoundError } from './queue.errors.js';
import { Queues } from './queues.js';
import type { SubmitOptions } from './submit-options.js';
import { taskOptionsOf } from './task-job.js';
import { type SubmittedTask, TaskQueue } from './task-queue.js';
import { TaskStore } from './task-store.js';

/** What is to be different the second time. */
export interface ReplayChanges {
  readonly payload?: unknown;
  readonly options?: SubmitOptions;
}

/** Submits again what was submitted before, as a task of its own. */
@Injectable()
export class TaskReplay {
  constructor(
    private readonly broker: Broker,
    private readonly queues: Queues,
    private readonly store: TaskStore,
    private readonly taskQueue: TaskQueue,
  ) {}

  /**
   * A new task with the name of an old one, whatever state that is in, and with its payload and options but for what
   * is changed. Delay, expiry and deduplication belonged to the old one and are not taken over.
   *
   * @throws TaskNotFoundError, and what `TaskQueue.submitNamed` throws
   */
  async replay(id: string, { payload, options }: ReplayChanges): Promise<SubmittedTask> {
    const task = await this.store.find(id);
    const job: Job | undefined = await this.broker.ask(this.queues.get(task.queue).getJob(task.id));
    if (job === undefined) throw new TaskNotFoundError(id);
    return this.taskQueue.submitNamed({
      name: task.name,
      payload: payload ?? job.data,
      options: { ...optionsOf(job), ...options },
      replayOf: task.id,
    });
  }
}

function optionsOf(job: Job): SubmitOptions {
  const { attempts, retry, priority, timeoutMs, tags, retentionMs } = taskOptionsOf(job);
  return {
    priority: priorityOf(priority),
    ...(attempts !== undefined && { attempts }),
    ...(retry && { backoff: retry }),
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(tags && { tags }),
    ...(retentionMs !== undefined && { retentionMs }),
  };
}
