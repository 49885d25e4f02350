import { Injectable, Logger } from '@nestjs/common';
import type { Job, Worker } from 'bullmq';
import { STALLED_TOO_OFTEN } from '../../core/bullmq/layout.js';
import { isFollowed, isOnlyBridged } from '../../core/bullmq/followed.js';
import { TaskChanges } from '../../core/watch/task-changes.js';
import { CompletionNotifier } from '../../core/lifetime/completion-notifier.js';
import type { TaskPlace } from '../../core/lifetime/completion-outbox.js';
import { readBridgeMark } from '../../core/task/bridge-mark.js';
import { taskOptionsOf } from '../../core/bullmq/task-job.js';
import { Attempts } from '../attempt/attempts.js';
import { CancelAfterRequeue } from '../run/cancel-after-requeue.js';
import { EarlyEnds } from './early-ends.js';
import { WorkerErrors } from '../attempt/worker-errors.js';

/** Handles the events of all BullMQ workers: the consequences of recorded job changes. */
@Injectable()
export class JobEvents {
  private readonly logger = new Logger('Worker');
  private readonly errors = new WorkerErrors(this.logger);
  /** Notifications in progress. */
  private readonly notifying = new Set<Promise<void>>();

  constructor(
    private readonly changes: TaskChanges,
    private readonly attempts: Attempts,
    private readonly cancelAfterRequeue: CancelAfterRequeue,
    private readonly completions: CompletionNotifier,
    private readonly earlyEnds: EarlyEnds,
  ) {}

  listen(worker: Worker): void {
    worker.on('error', (error) => this.errors.say(worker.name, error));
    worker.on('completed', (job) => this.notifyEnd(job)); // watchers were notified: see Settlement
    worker.on('failed', (job) => this.failed(job));
    worker.on('stalled', (id) => this.stalled(id, worker.name));
    worker.on('locksRenewed', ({ jobIds }) => this.attempts.renewed(jobIds));
    worker.on('lockRenewalFailed', (ids) => ids.forEach((id) => void this.attempts.reclaim(id)));
  }

  /** Resolves when all completions so far have been handled, for a worker that stops. */
  async settled(): Promise<void> {
    await Promise.all(this.notifying);
  }

  private failed(job: Job | undefined): void {
    if (job?.id === undefined) return;
    this.changes.announce(job.id, taskOptionsOf(job).workflowId);
    if (job.failedReason === STALLED_TOO_OFTEN) this.abandoned(job, job.id);
    const isRetried = !job.finishedOn;
    if (!isRetried) this.notifyEnd(job);
    else void this.cancelAfterRequeue.look(job.queueName, job.id);
  }

  private notifyEnd(job: Job): void {
    const { id, queueName } = job;
    if (id === undefined || !isFollowed(taskOptionsOf(job))) return;
    const notifying = this.notify({ queue: queueName, id }, job);
    this.notifying.add(notifying);
    void notifying.finally(() => this.notifying.delete(notifying));
  }

  /** Nothing is read here for a step, or for a task that only a bridge follows. */
  private notify(place: TaskPlace, job: Job): Promise<void> {
    const options = taskOptionsOf(job);
    const { workflowId, role: stepRole, followUps, bridge } = options;
    const mark = isOnlyBridged(options) ? readBridgeMark(bridge) : null;
    if (mark !== null) return this.handOver(place, mark.bridge, job);
    const isStep = workflowId !== undefined && stepRole !== undefined;
    return isStep && followUps === undefined && bridge === undefined
      ? this.completions.notifyStepOrDefer(place, { workflowId, stepRole })
      : this.completions.notifyOrDefer(place);
  }

  private async handOver(place: TaskPlace, bridge: string, job: Job): Promise<void> {
    if (!(await this.earlyEnds.handedOver(job))) await this.completions.handOverOrDefer(place, bridge);
  }

  /** BullMQ itself ends a job that has stalled too often, without the runner, so its outcome is logged here. */
  private abandoned(job: Job, id: string): void {
    this.logger.error(`${job.name} failed permanently: it lost its worker too often`, {
      task_id: id,
      task_name: job.name,
      queue: job.queueName,
    });
  }

  private stalled(id: string, queue: string): void {
    this.changes.announce(id);
    this.logger.warn(`Task ${id} lost its worker and waits in ${queue} to run again, in quarantine`, {
      task_id: id,
    });
  }
}
