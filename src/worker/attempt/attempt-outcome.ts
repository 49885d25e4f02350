import { BrokerCorruptError, BrokerForbiddenError } from '../../core/redis/broker.errors.js';
import { SnoozeTask, TaskCancelledError, TimeoutError } from '../../core/task/task-outcome.js';
import {
  AsideError,
  ExpiredError,
  GivenBackError,
  HeldError,
  LockLostError,
  ParkedError,
  ProcessDiedError,
} from './attempt.errors.js';
import { type Bounds, YEAR_MS, faultOf } from '../../platform/validation/rules/bounds.js';

/** Computed delays may have fractions. */
const SNOOZE: Bounds = { minimum: 0, maximum: YEAR_MS, unit: 'ms', hasFractions: true };

/** Delay before a task is tried again after a fault of the broker. */
const REPAIR_MS = 5_000;

/** The consequence of an attempt that did not return a result. Times are in ms since 1970. */
export type AttemptOutcome =
  /** A stopping worker requeues it: it waits again at once. */
  | { readonly kind: 'returned' }
  /** It waits until then; the attempt does not count. `started`: `run` was called, so the task no longer expires. */
  | { readonly kind: 'put-off'; readonly until: number; readonly started: boolean }
  /** It has been set aside until the limits of its type allow it to start; the attempt does not count. */
  | { readonly kind: 'aside' }
  | { readonly kind: 'revoked'; readonly reason: string }
  /** Its quarantine process died while running it: it runs again, alone, or becomes a dead letter. */
  | { readonly kind: 'crashed'; readonly error: ProcessDiedError }
  /** The attempt failed; the error's retry policy applies. */
  | { readonly kind: 'failed'; readonly error: unknown }
  /** It waits for other tasks, and starts again when they have ended. */
  | { readonly kind: 'parked'; readonly error: ParkedError }
  /** Another worker has the task by now, so this attempt's outcome is ignored. */
  | { readonly kind: 'lost'; readonly error: Error };

/**
 * Derives the outcome from the attempt's error and from the reason why it was asked to stop.
 *
 * An attempt that was asked to stop and then throws has stopped, whatever it throws: an aborted library throws its own
 * errors. An attempt that returns a result in spite of it finished first, and does not get here.
 *
 * @param stopReason the reason of the attempt's aborted signal, if any
 */
export function outcomeOfAttempt(error: unknown, stopReason: Error | undefined, now: number): AttemptOutcome {
  const left = leftOf(error, stopReason);
  if (left !== undefined) return left;
  if (error instanceof ParkedError && stopReason === undefined) return { kind: 'parked', error };
  if (stopReason instanceof GivenBackError) return { kind: 'returned' };
  if (stopReason instanceof TaskCancelledError) return { kind: 'revoked', reason: stopReason.reason };
  if (error instanceof TaskCancelledError) return { kind: 'revoked', reason: error.reason };
  // One that is out of time had to be killed with its process.
  const isTimedOut = stopReason instanceof TimeoutError;
  if (error instanceof ProcessDiedError && !isTimedOut) return { kind: 'crashed', error };
  if (error instanceof ExpiredError) return { kind: 'revoked', reason: 'expired' };
  return putOffOf(error, now) ?? { kind: 'failed', error: isTimedOut ? stopReason : error };
}

/** The outcome if this worker no longer has the task. */
function leftOf(error: unknown, stopReason: Error | undefined): AttemptOutcome | undefined {
  if (error instanceof AsideError) return { kind: 'aside' };
  const lost = [error, stopReason].find((each) => each instanceof LockLostError);
  return lost && { kind: 'lost', error: lost };
}

function putOffOf(error: unknown, now: number): AttemptOutcome | undefined {
  if (error instanceof HeldError) return { kind: 'put-off', until: error.until, started: false };
  if (error instanceof SnoozeTask) return snoozed(error, now);
  // An operator must repair the broker; the task is not at fault.
  const isFault = error instanceof BrokerCorruptError || error instanceof BrokerForbiddenError;
  return isFault ? { kind: 'put-off', until: now + REPAIR_MS, started: true } : undefined;
}

/**
 * An invalid delay fails the attempt: without a delay the task would loop forever, and an endless delay would be as
 * bad.
 */
function snoozed(error: SnoozeTask, now: number): AttemptOutcome {
  const fault = faultOf(error.delayMs, SNOOZE);
  if (fault === undefined) return { kind: 'put-off', until: now + Math.ceil(error.delayMs), started: true };
  const wrong = new RangeError(`SnoozeTask: delayMs ${fault}`);
  if (error.stack !== undefined) wrong.stack = error.stack;
  return { kind: 'failed', error: wrong };
}
