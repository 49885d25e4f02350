import { soundBackoff } from '../../core/task/options/option-checks.js';
import { backoffDelayMs, leastWaitMs } from '../../core/task/options/retry-policy.js';
import { BACKOFF_TYPE, type TaskJob, type TaskJobOptions } from '../../core/bullmq/task-job.js';
import { YEAR_MS } from '../../platform/validation/rules/bounds.js';
import { LaterError } from '../attempt/failure.js';

/** A part of each delay is random, so the logged delay is kept for BullMQ. */
const waits = new WeakMap<Error, number>();

/**
 * The delay after a failed attempt: that of its backoff, or longer if its error requests it.
 *
 * @param failures counts from 1
 * @param error the recorded error of the attempt
 */
export function retryWaitMs(failures: number, error: Error, job: Pick<TaskJob, 'opts'> | undefined): number {
  const known = waits.get(error);
  if (known !== undefined) return known;
  const { retry }: Partial<TaskJobOptions> = job?.opts ?? {};
  const wishedMs = (error instanceof LaterError && error.afterMs) || 0; // an invalid number is ignored
  const wait = Math.max(
    backoffDelayMs(soundBackoff(retry), failures, Math.random),
    Math.min(wishedMs, YEAR_MS),
    leastWaitMs(failures),
  );
  waits.set(error, wait);
  return wait;
}

/** The same in the form of BullMQ's callback. */
export function backoffStrategy(
  attemptsMade: number,
  type?: string,
  error = new Error(),
  job?: Pick<TaskJob, 'opts'>,
): number {
  if (type !== BACKOFF_TYPE)
    throw new Error(`Unknown backoff ${type}: this worker knows only ${BACKOFF_TYPE}`);
  return retryWaitMs(attemptsMade, error, job);
}
