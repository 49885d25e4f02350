import type { Job } from 'bullmq';
import { soundBackoff } from '../../core/task/option-checks.js';
import { backoffDelayMs, leastWaitMs } from '../../core/task/retry-policy.js';
import { BACKOFF_TYPE, type TaskJobOptions } from '../../core/bullmq/task-job.js';
import { YEAR_MS } from '../../platform/validation/rules/bounds.js';
import { LaterError } from '../attempt/failure.js';

/** A part of each wait is random: what was said of one is what BullMQ is told. */
const waits = new WeakMap<Error, number>();

/**
 * How long a task waits after a failed attempt: as its backoff says, longer where its error asks for it.
 *
 * @param failures from 1
 * @param error what is recorded of the attempt
 */
export function retryWaitMs(failures: number, error: Error, job: Pick<Job, 'opts'> | undefined): number {
  const known = waits.get(error);
  if (known !== undefined) return known;
  const { retry }: Partial<TaskJobOptions> = job?.opts ?? {};
  const wishedMs = (error instanceof LaterError && error.afterMs) || 0; // one that is no number is no wish
  const wait = Math.max(
    backoffDelayMs(soundBackoff(retry), failures, Math.random),
    Math.min(wishedMs, YEAR_MS),
    leastWaitMs(failures),
  );
  waits.set(error, wait);
  return wait;
}

/** The same, as BullMQ asks a worker for it. */
export function backoffStrategy(
  attemptsMade: number,
  type?: string,
  error = new Error(),
  job?: Pick<Job, 'opts'>,
): number {
  if (type !== BACKOFF_TYPE)
    throw new Error(`Unknown backoff ${type}: this worker knows only ${BACKOFF_TYPE}`);
  return retryWaitMs(attemptsMade, error, job);
}
