import { WorkerHost } from '@nestjs/bullmq';
import { Inject } from '@nestjs/common';
import type { TaskJob } from '../../core/bullmq/task-job.js';
import { EarlyEnds, isEarly } from './early-ends.js';
import { TaskRunner } from '../run/task-runner.js';

/** Base class of every feature's processor; subclasses only add `@Processor('its queue')`. */
export abstract class TaskProcessor extends WorkerHost {
  @Inject(TaskRunner)
  private readonly runner!: TaskRunner;

  @Inject(EarlyEnds)
  private readonly earlyEnds!: EarlyEnds;

  /**
   * Must declare exactly two parameters: with a third, BullMQ creates an abort signal per job, which only its
   * process-local `cancelJob` uses. Ours belongs to the attempt, and can be aborted from anywhere in the cluster.
   */
  override process(job: TaskJob, token?: string): Promise<unknown> {
    const running = this.runner.run(job, token);
    return isEarly(job) ? this.earlyEnds.after(running, job) : running;
  }
}
