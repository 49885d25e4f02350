import { Injectable } from '@nestjs/common';
import type { TaskJob } from '../../core/bullmq/task-job.js';
import { Admission } from './admission.js';
import type { Attempt } from '../attempt/attempt.js';
import { LockLostError } from '../attempt/attempt.errors.js';
import { Attempts } from '../attempt/attempts.js';
import { outcomeOfAttempt } from '../attempt/attempt-outcome.js';
import { Execution } from './execution.js';
import { TaskInput } from '../nested/task-input.js';
import { Settlement } from './settlement.js';

/** Runs one attempt, from BullMQ's job to its recorded outcome: admit, resolve, decrypt, parse, run, settle. */
@Injectable()
export class TaskRunner {
  constructor(
    private readonly attempts: Attempts,
    private readonly admission: Admission,
    private readonly input: TaskInput,
    private readonly execution: Execution,
    private readonly settlement: Settlement,
  ) {}

  /**
   * @returns the result for BullMQ to store
   * @throws an error for BullMQ to record, or its signal that the job was already moved
   */
  async run(job: TaskJob, token: string | undefined): Promise<unknown> {
    const attempt = this.attempts.begin(job);
    try {
      const result = await attempt.unlessGivenBack(this.execute(attempt));
      const mayBeRecorded = this.conclude(attempt);
      if (mayBeRecorded !== true && !(await mayBeRecorded)) throw new LockLostError();
      this.settlement.succeed(attempt, result);
      return result;
    } catch (error) {
      const known = (await this.conclude(attempt)) ? error : new LockLostError();
      throw await this.settlement.end(
        attempt,
        outcomeOfAttempt(known, attempt.stopReason, Date.now()),
        token,
      );
    } finally {
      attempt.notes.close();
      attempt.forgetSecrets();
      this.attempts.end(attempt);
      this.admission.leaveType(attempt);
    }
  }

  /**
   * Stores the attempt's remaining output, then decides whether its outcome may be recorded. Most attempts have nothing
   * to wait for, so no promise is created: each one costs.
   */
  private conclude(attempt: Attempt): boolean | Promise<boolean> {
    const storing = attempt.notes.flush();
    return storing ? storing.then(() => this.attempts.holds(attempt)) : this.attempts.holds(attempt);
  }

  private async execute(attempt: Attempt): Promise<unknown> {
    refuseStopped(attempt);
    const admitted = this.admission.admit(attempt);
    if (admitted) await admitted;
    const nested = this.execution.resume(attempt);
    if (nested) return (await nested).result;
    const input = this.input.of(attempt);
    const { task, payload } = input instanceof Promise ? await input : input;
    const entered = this.admission.enterType(attempt, task.options, payload);
    if (entered) await entered;
    refuseStopped(attempt);
    return await this.execution.run(task, payload, attempt);
  }
}

/** A task that was asked to stop before its start does not start. */
function refuseStopped({ stopReason }: Attempt): void {
  if (stopReason !== undefined) throw stopReason;
}
