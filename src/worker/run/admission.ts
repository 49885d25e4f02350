import { Injectable } from '@nestjs/common';
import { CancelRequests } from '../../core/act/cancel-requests.js';
import { CompletionOutbox } from '../../core/lifetime/completion-outbox.js';
import { JobCommands } from '../../core/bullmq/job-commands.js';
import { isFollowed } from '../../core/bullmq/followed.js';
import { taskOptionsOf } from '../../core/bullmq/task-job.js';
import { TaskCancelledError } from '../../core/task/task-outcome.js';
import type { TaskOptions } from '../../core/task/task.js';
import type { Attempt } from '../attempt/attempt.js';
import { ExpiredError } from '../attempt/attempt.errors.js';
import { TypeAdmission } from './type-admission.js';

/** Decides whether a newly fetched attempt may start. */
@Injectable()
export class Admission {
  constructor(
    private readonly requests: CancelRequests,
    private readonly control: JobCommands,
    private readonly outbox: CompletionOutbox,
    private readonly types: TypeAdmission,
  ) {}

  /**
   * Refuses cancelled and expired tasks, and reads the task's history.
   *
   * @returns undefined if there is nothing to check, as for most attempts
   * @throws TaskCancelledError, ExpiredError
   */
  admit(attempt: Attempt): Promise<void> | undefined {
    if (isFollowed(taskOptionsOf(attempt.job))) this.outbox.noteStart(attempt);
    return this.refuseRevoked(attempt);
  }

  /**
   * Reads the record only if it can matter: a first attempt without an expiry could have been cancelled only just now,
   * and that request was received.
   */
  private refuseRevoked(attempt: Attempt): Promise<void> | undefined {
    const { expiresAt } = taskOptionsOf(attempt.job);
    const isPlain = attempt.isFirst && expiresAt === undefined;
    if (isPlain && this.requests.recentReason(attempt.id) === undefined) return undefined;
    return this.judge(attempt, expiresAt);
  }

  private async judge(attempt: Attempt, expiresAt: number | undefined): Promise<void> {
    const { cancelReason, wasRetried, crashes, replacedBy, now } = await this.control.decisions(
      attempt.queue,
      attempt.id,
    );
    attempt.crashes = crashes;
    attempt.replacedBy = replacedBy;
    if (cancelReason !== undefined) throw new TaskCancelledError(cancelReason);
    if (attempt.isFirst && expiresAt !== undefined && expiresAt <= now && !wasRetried)
      throw new ExpiredError();
  }

  /**
   * Applies the limits of the task type.
   *
   * @returns undefined without limits
   * @throws HeldError, AsideError if the task may not start yet
   */
  enterType(attempt: Attempt, type: TaskOptions<object>, payload: object): Promise<void> | undefined {
    return this.types.enter(attempt, type, payload);
  }

  /** Lets the next task of its type start, if that may run no more than some at once. */
  leaveType(attempt: Attempt): void {
    this.types.leave(attempt);
  }
}
