import { WorkerHost } from '@nestjs/bullmq';
import { Inject } from '@nestjs/common';
import type { TaskJob } from '../../core/bullmq/task-job.js';
import { TaskRunner } from '../run/task-runner.js';

/** The base of every feature's processor, which adds nothing but `@Processor('its queue')`. */
export abstract class TaskProcessor extends WorkerHost {
  @Inject(TaskRunner)
  private readonly runner!: TaskRunner;

  /**
   * Two declared parameters: with a third BullMQ would make an abort signal for each job, which only its own,
   * process-local `cancelJob` uses. Ours comes from the attempt, which is told from anywhere in the cluster.
   */
  override process(job: TaskJob, token?: string): Promise<unknown> {
    return this.runner.run(job, token);
  }
}
