import { Injectable } from '@nestjs/common';
import { CancelRequests } from '../queue/cancel-requests.js';
import { EndOutbox } from '../queue/end-outbox.js';
import { RateLimits } from '../queue/rate-limits.js';
import { TaskControl } from '../queue/task-control.js';
import { taskOptionsOf } from '../queue/task-job.js';
import { TaskCancelledError } from '../queue/task-outcome.js';
import type { TaskOptions } from '../queue/task.js';
import type { Attempt } from './attempt.js';
import { ExpiredError, HeldError } from './attempt.errors.js';

/** Decides whether an attempt that a worker has just taken may start. */
@Injectable()
export class Admission {
  constructor(
    private readonly requests: CancelRequests,
    private readonly control: TaskControl,
    private readonly limits: RateLimits,
    private readonly outbox: EndOutbox,
  ) {}

  /**
   * Has the end looked at soon that this attempt may bring. Its entry is there since the submit or the retry, so that
   * nothing is lost where this fails.
   */
  async foresee({ job, id, queue }: Attempt): Promise<void> {
    if (taskOptionsOf(job).webhookUrl === undefined) return;
    await this.outbox.noteStart({ queue, id }).catch(() => undefined);
  }

  /**
   * Refuses what was cancelled or has expired, and learns what the task has been through. The record is read only where
   * it can say so: a first attempt without an expiry could have been cancelled only just now, and that was heard.
   *
   * @throws TaskCancelledError, ExpiredError
   */
  async refuseRevoked(attempt: Attempt): Promise<void> {
    const { job, id, queue } = attempt;
    const heard = this.requests.recentReason(id);
    const isFirst = job.attemptsStarted <= 1 && !attempt.isSuspect;
    const { expiresAt } = taskOptionsOf(job);
    if (isFirst && expiresAt === undefined && heard === undefined) return;
    const { cancelReason, wasRetried, crashes, now } = await this.control.decisions(queue, id);
    attempt.crashes = crashes;
    if (cancelReason !== undefined) throw new TaskCancelledError(cancelReason);
    if (isFirst && expiresAt !== undefined && expiresAt <= now && !wasRetried) throw new ExpiredError();
  }

  /** @throws HeldError when the task's rate limit has it wait for its turn */
  async takeTurn({ id, queue }: Attempt, task: TaskOptions<object>, payload: object): Promise<void> {
    if (task.rateLimit === undefined) return;
    const waitMs = await this.limits.waitOf({ queue, id, name: task.name, limit: task.rateLimit, payload });
    if (waitMs > 0) throw new HeldError(Date.now() + waitMs);
  }
}
