import { BrokerUnavailableError } from '../../core/redis/broker.errors.js';
import { BrokerFullError } from '../../core/task/queue.errors.js';
import { SnoozeTask } from '../../core/task/task-outcome.js';
import { HeldError } from '../attempt/attempt.errors.js';

/** Delay before a task is tried again whose workflow could not be read or stored. */
const AGAIN_MS = 1_000;

/**
 * Calls what a task needs of its workflow before it starts. If the broker does not answer, or has no memory for it, that
 * is no failure of the task: it starts later.
 *
 * @throws HeldError then
 */
export function orHold<T>(work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    throw isAway(error) || error instanceof BrokerFullError ? new HeldError(Date.now() + AGAIN_MS) : error;
  });
}

/**
 * The same for a task that has run already.
 *
 * @throws SnoozeTask if the broker does not answer
 */
export function orSnooze<T>(work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    throw isAway(error) ? new SnoozeTask(AGAIN_MS) : error;
  });
}

function isAway(error: unknown): boolean {
  return error instanceof BrokerUnavailableError;
}
