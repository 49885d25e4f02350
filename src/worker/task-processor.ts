import { WorkerHost } from '@nestjs/bullmq';
import { Inject } from '@nestjs/common';
import type { TaskJob } from '../queue/task-job.js';
import { TaskRunner } from './task-runner.js';

/** The base of every feature's processor, which adds nothing but `@Processor('its queue')`. */
export abstract class TaskProcessor extends WorkerHost {
  @Inject(TaskRunner)
  private readonly runner!: TaskRunner;

  /** Three declared parameters: BullMQ looks at their number to decide whether to pass the abort signal. */
  override process(job: TaskJob, token?: string, signal?: AbortSignal): Promise<unknown> {
    return this.runner.run(job, token, signal);
  }
}
