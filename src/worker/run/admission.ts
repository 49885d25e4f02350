import { Injectable } from '@nestjs/common';
import { CancelRequests } from '../../core/act/cancel-requests.js';
import { CompletionOutbox } from '../../core/lifetime/completion-outbox.js';
import { RateLimits, type TurnRequest } from '../../core/queues/rate-limits.js';
import { JobCommands } from '../../core/bullmq/job-commands.js';
import { taskOptionsOf } from '../../core/bullmq/task-job.js';
import { TaskCancelledError } from '../../core/task/task-outcome.js';
import type { TaskOptions } from '../../core/task/task.js';
import type { Attempt } from '../attempt/attempt.js';
import { ExpiredError, HeldError } from '../attempt/attempt.errors.js';

/** Decides whether an attempt that a worker has just taken may start. */
@Injectable()
export class Admission {
  constructor(
    private readonly requests: CancelRequests,
    private readonly control: JobCommands,
    private readonly limits: RateLimits,
    private readonly outbox: CompletionOutbox,
  ) {}

  /**
   * Refuses what was cancelled or has expired, and learns what the task has been through.
   *
   * @returns undefined where there is nothing to ask for and nothing to tell, as of most attempts
   * @throws TaskCancelledError, ExpiredError
   */
  admit(attempt: Attempt): Promise<void> | undefined {
    if (taskOptionsOf(attempt.job).webhookUrl === undefined) return this.refuseRevoked(attempt);
    return this.foresee(attempt).then(() => this.refuseRevoked(attempt));
  }

  /**
   * Has the end looked at soon that this attempt may bring. Its entry is there since the submit or the retry, so that
   * nothing is lost where this fails.
   */
  private async foresee({ id, queue }: Attempt): Promise<void> {
    await this.outbox.noteStart({ queue, id }).catch(() => undefined);
  }

  /**
   * The record is read only where it can say so: a first attempt without an expiry could have been cancelled only just
   * now, and that was heard.
   */
  private refuseRevoked(attempt: Attempt): Promise<void> | undefined {
    const { expiresAt } = taskOptionsOf(attempt.job);
    const isPlain = attempt.isFirst && expiresAt === undefined;
    if (isPlain && this.requests.recentReason(attempt.id) === undefined) return undefined;
    return this.judge(attempt, expiresAt);
  }

  private async judge(attempt: Attempt, expiresAt: number | undefined): Promise<void> {
    const { cancelReason, wasRetried, crashes, now } = await this.control.decisions(
      attempt.queue,
      attempt.id,
    );
    attempt.crashes = crashes;
    if (cancelReason !== undefined) throw new TaskCancelledError(cancelReason);
    if (attempt.isFirst && expiresAt !== undefined && expiresAt <= now && !wasRetried)
      throw new ExpiredError();
  }

  /**
   * @returns undefined where there is no rate limit
   * @throws HeldError when it has the task wait for its turn
   */
  takeTurn(
    { id, queue }: Attempt,
    { name, rateLimit: limit }: TaskOptions<object>,
    payload: object,
  ): Promise<void> | undefined {
    return limit && this.waitFor({ queue, id, name, limit, payload });
  }

  private async waitFor(turn: TurnRequest): Promise<void> {
    const waitMs = await this.limits.waitOf(turn);
    if (waitMs > 0) throw new HeldError(Date.now() + waitMs);
  }
}
