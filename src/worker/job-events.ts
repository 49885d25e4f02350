import { Injectable, Logger } from '@nestjs/common';
import type { Job, Worker } from 'bullmq';
import { isQueueName } from '../config/queue-names.js';
import { STALLED_TOO_OFTEN } from '../queue/job-record.js';
import { TaskChanges } from '../queue/task-changes.js';
import { Attempts } from './attempts.js';
import { LateCancels } from './late-cancels.js';

/** What follows once BullMQ has recorded something of a job: a worker's events, heard in one place. */
@Injectable()
export class JobEvents {
  private readonly logger = new Logger('Worker');

  constructor(
    private readonly changes: TaskChanges,
    private readonly attempts: Attempts,
    private readonly lateCancels: LateCancels,
  ) {}

  listen(worker: Worker): void {
    worker.on('error', (error) => this.logger.debug(`${worker.name}: ${error.message}`)); // Broker says it once
    worker.on('completed', ({ id = '' }) => this.changes.announce(id));
    worker.on('failed', (job) => this.failed(job));
    worker.on('stalled', (id) => this.stalled(id, worker.name));
    worker.on('lockRenewalFailed', (ids) => ids.forEach((id) => this.attempts.lostLock(id)));
  }

  private failed(job: Job | undefined): void {
    if (job?.id === undefined) return;
    this.changes.announce(job.id);
    if (job.failedReason === STALLED_TOO_OFTEN) this.abandoned(job, job.id);
    const isRetried = !job.finishedOn;
    if (isRetried && isQueueName(job.queueName)) void this.lateCancels.look(job.queueName, job.id);
  }

  /** A job that has stalled too often is ended by BullMQ without a runner: what a runner says is said here. */
  private abandoned(job: Job, id: string): void {
    this.logger.error(`${job.name} failed for good: it lost its worker too often`, {
      task_id: id,
      task_name: job.name,
      queue: job.queueName,
    });
  }

  private stalled(id: string, queue: string): void {
    this.changes.announce(id);
    this.logger.warn(`Task ${id} lost its worker and waits in ${queue} to be run again`, { task_id: id });
  }
}
