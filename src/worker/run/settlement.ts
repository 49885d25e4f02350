import { Injectable } from '@nestjs/common';
import { WorkerOptions } from '../worker-options.js';
import { TaskChanges } from '../../core/watch/task-changes.js';
import { JobCommands } from '../../core/bullmq/job-commands.js';
import { wasDelayed, wasParked, wasReturned } from '../../core/bullmq/job-signals.js';
import { keptStacks } from '../../core/bullmq/recorded-error.js';
import { leastWaitMs } from '../../core/task/options/retry-policy.js';
import { DiscardTask } from '../../core/task/task-outcome.js';
import { SecretTexts } from '../../platform/redaction/secret-texts.js';
import { isoTime } from '../../platform/timing/iso-time.js';
import type { Attempt } from '../attempt/attempt.js';
import { LockLostError, WorkerCrashError } from '../attempt/attempt.errors.js';
import type { AttemptOutcome } from '../attempt/attempt-outcome.js';
import { CancelAfterRequeue } from './cancel-after-requeue.js';
import { allowForNewerWorkers, recordable, refusedRetry, revocation, willRetry } from '../attempt/failure.js';
import { type OutcomeLabel, RunnerEvents, type TaskSettled } from '../attempt/runner-events.js';
import { retryWaitMs } from './retry-wait.js';

/** Number of quarantine processes that may die before a task counts as guilty: in the second it was alone. */
const MOST_CRASHES_APART = 2;
/** Maximum length of a revocation's reason in characters; requests to cancel have a lower limit. */
const MAX_REASON = 1_000;

type EndingOf<Kind extends AttemptOutcome['kind']> = Extract<AttemptOutcome, { kind: Kind }>;

/** Carries out the outcome of an attempt. BullMQ itself records results and failures after the runner returns. */
@Injectable()
export class Settlement {
  constructor(
    private readonly control: JobCommands,
    private readonly changes: TaskChanges,
    private readonly cancelAfterRequeue: CancelAfterRequeue,
    private readonly events: RunnerEvents,
    private readonly options: WorkerOptions,
  ) {}

  /**
   * Notifies watchers of a success. The message is sent at the end of this turn, on BullMQ's connection and after its
   * command that records the success, so the broker has executed that first. This saves one round trip until the result
   * is visible, and one message for quick tasks.
   */
  succeed(attempt: Attempt, result: unknown): void {
    this.changes.announce(attempt.id);
    this.publish(attempt, 'succeeded', attempt.secrets === SecretTexts.none ? { result } : {});
  }

  /** @returns the error to throw at BullMQ: one to record, or its signal that the job was already moved */
  async end(attempt: Attempt, ending: AttemptOutcome, token: string | undefined): Promise<Error> {
    if (ending.kind === 'failed') return this.fail(attempt, ending);
    if (ending.kind === 'revoked') return this.revoke(attempt, ending);
    if (ending.kind === 'lost') return ending.error; // BullMQ refuses it: another worker has the lock
    if (ending.kind === 'crashed') return this.crash(attempt, ending, token);
    if (ending.kind === 'parked') return this.park(attempt, ending, token);
    if (ending.kind === 'aside') return this.hasLeft(attempt);
    if (ending.kind === 'put-off') return this.putOff(attempt, ending, token);
    return this.giveBack(attempt, token);
  }

  private fail(attempt: Attempt, { error }: EndingOf<'failed'>): Error {
    const circumstances = {
      task: attempt.job.name,
      attempt: attempt.number,
      worker: this.options.name,
      started_at: isoTime(attempt.startedAt),
      ended_at: isoTime(Date.now()),
    };
    const { job } = attempt;
    allowForNewerWorkers(job, error);
    const refusal = refusedRetry(job, attempt.retryRules, error);
    const recorded = recordable(error, circumstances, attempt.secrets, refusal);
    // BullMQ appends the new stack to the ones it has read.
    job.stacktrace = keptStacks(job.stacktrace ?? [], recorded.error.stack ?? '');
    const { type, message, stack } = recorded;
    const details = { error: { type, message, stack } };
    if (willRetry(job, recorded.error)) {
      const againInMs = retryWaitMs(job.attemptsMade + 1, recorded.error, job);
      this.publish(attempt, 'retried', { ...details, againInMs });
    } else this.publish(attempt, 'failed', details);
    return recorded.error;
  }

  private async revoke(attempt: Attempt, ending: EndingOf<'revoked'>): Promise<Error> {
    const reason = attempt.secrets.scrub(ending.reason).slice(0, MAX_REASON); // a task may set one itself
    await this.control.markRevoked(attempt.queue, attempt.id, reason);
    this.publish(attempt, 'revoked', { reason });
    return revocation(reason);
  }

  private async putOff(
    attempt: Attempt,
    { until, started }: EndingOf<'put-off'>,
    token: string | undefined,
  ): Promise<Error> {
    const { job, queue, id } = attempt;
    if (!started) await this.control.markNotStarted(queue, id, Math.max(job.attemptsStarted - 1, 0));
    const againAt = Math.max(until, Date.now() + leastWaitMs(job.attemptsStarted));
    await job.moveToDelayed(againAt, token);
    this.changes.announce(id);
    await this.cancelAfterRequeue.look(queue, id);
    if (started) this.publish(attempt, 'snoozed', { againInMs: Math.max(againAt - Date.now(), 0) });
    return wasDelayed();
  }

  /** For a task that has been set aside. */
  private async hasLeft({ queue, id }: Attempt): Promise<Error> {
    this.changes.announce(id);
    await this.cancelAfterRequeue.look(queue, id);
    return wasDelayed();
  }

  private async park(
    attempt: Attempt,
    { error }: EndingOf<'parked'>,
    token: string | undefined,
  ): Promise<Error> {
    if (!(await error.park(token ?? ''))) return new LockLostError();
    this.changes.announce(attempt.id, attempt.step?.workflowId);
    await this.cancelAfterRequeue.look(attempt.queue, attempt.id);
    if (attempt.hasStarted) this.publish(attempt, 'parked');
    return wasParked();
  }

  private async crash(
    attempt: Attempt,
    { error }: EndingOf<'crashed'>,
    token: string | undefined,
  ): Promise<Error> {
    const { id, name, queue, number, job } = attempt;
    const apart = await this.control.countCrash(queue, id);
    const crashes = job.stalledCounter + apart;
    const isFinal = apart >= MOST_CRASHES_APART;
    const crash = { id, name, queue, attempt: number, how: error.how, crashes, isFinal };
    this.events.publish('task.crashed', crash);
    if (!isFinal) return this.giveBack(attempt, token);
    const guilt = new WorkerCrashError(
      `The task crashed the process that executed it ${crashes} times, the last time alone in quarantine ` +
        `(${error.how}): it is not run again. Check its payload, its log and the worker's log, then retry it.`,
    );
    return this.fail(attempt, { kind: 'failed', error: new DiscardTask(guilt.message, { cause: guilt }) });
  }

  private async giveBack(attempt: Attempt, token: string | undefined): Promise<Error> {
    await attempt.job.moveToWait(token);
    await this.control.wake(attempt.queue);
    this.changes.announce(attempt.id);
    this.publish(attempt, 'returned');
    return wasReturned();
  }

  private publish(attempt: Attempt, outcome: OutcomeLabel, more: Details = {}): void {
    const { id, name, queue, number, durationMs, job } = attempt;
    const maxAttempts = job.opts.attempts ?? 1;
    const settled = { id, name, queue, attempt: number, outcome, durationMs, maxAttempts };
    this.events.publish('task.settled', Object.assign(settled, more)); // a second spread costs a fortieth of an attempt
  }
}

type Details = Pick<TaskSettled, 'result' | 'againInMs' | 'reason' | 'error'>;
