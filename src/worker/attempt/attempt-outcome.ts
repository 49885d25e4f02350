import { BrokerCorruptError, BrokerForbiddenError } from '../../core/redis/broker.errors.js';
import { SnoozeTask, TaskCancelledError, TimeoutError } from '../../core/task/task-outcome.js';
import {
  ExpiredError,
  GivenBackError,
  HeldError,
  LockLostError,
  ProcessDiedError,
} from './attempt.errors.js';
import { type Bounds, YEAR_MS, faultOf } from '../../platform/validation/rules/bounds.js';

/** Computed waits have fractions. */
const SNOOZE: Bounds = { minimum: 0, maximum: YEAR_MS, unit: 'ms', hasFractions: true };

/** When a task is tried again that met a fault of the broker. */
const REPAIR_MS = 5_000;

/** What is to become of a submitted task after an attempt that did not return a result. Times: ms since 1970. */
export type AttemptOutcome =
  /** A worker that stops gives it back: it waits again at once. */
  | { readonly kind: 'returned' }
  /** It waits until then; no attempt counts. `started`: `run` was called, so that it does not expire any more. */
  | { readonly kind: 'put-off'; readonly until: number; readonly started: boolean }
  | { readonly kind: 'revoked'; readonly reason: string }
  /** Its process died under it, beside the worker: it runs again, alone, or is a dead letter. */
  | { readonly kind: 'crashed'; readonly error: ProcessDiedError }
  /** The attempt failed; the error's policy decides about the next one. */
  | { readonly kind: 'failed'; readonly error: unknown }
  /** Another worker has the task by now: what came of this attempt is nobody's business. */
  | { readonly kind: 'lost'; readonly error: Error };

/**
 * Reads from the error with which an attempt ended, and from why it was told to stop, what that means.
 *
 * An attempt that was told to stop and then throws has stopped, whatever it throws: a library that is aborted has
 * errors of its own. One that was told to stop and returns a result came to its end first: that is no case of this.
 *
 * @param stopReason why the attempt's signal aborted, if it did
 */
export function outcomeOfAttempt(error: unknown, stopReason: Error | undefined, now: number): AttemptOutcome {
  if (error instanceof LockLostError) return { kind: 'lost', error };
  if (stopReason instanceof LockLostError) return { kind: 'lost', error: stopReason };
  if (stopReason instanceof GivenBackError) return { kind: 'returned' };
  if (stopReason instanceof TaskCancelledError) return { kind: 'revoked', reason: stopReason.reason };
  if (error instanceof TaskCancelledError) return { kind: 'revoked', reason: error.reason };
  if (error instanceof ProcessDiedError) return { kind: 'crashed', error };
  if (error instanceof ExpiredError) return { kind: 'revoked', reason: 'expired' };
  const cause = stopReason instanceof TimeoutError ? stopReason : error;
  return putOffOf(error, now) ?? { kind: 'failed', error: cause };
}

function putOffOf(error: unknown, now: number): AttemptOutcome | undefined {
  if (error instanceof HeldError) return { kind: 'put-off', until: error.until, started: false };
  if (error instanceof SnoozeTask) return snoozed(error, now);
  // Somebody has to put the broker right: the task has nothing to do with it.
  const isFault = error instanceof BrokerCorruptError || error instanceof BrokerForbiddenError;
  return isFault ? { kind: 'put-off', until: now + REPAIR_MS, started: true } : undefined;
}

/** A wait that is none fails the attempt: run again at once, the task would go round for ever, and never would be as bad. */
function snoozed(error: SnoozeTask, now: number): AttemptOutcome {
  const fault = faultOf(error.delayMs, SNOOZE);
  if (fault === undefined) return { kind: 'put-off', until: now + Math.ceil(error.delayMs), started: true };
  const wrong = new RangeError(`SnoozeTask: delayMs ${fault}`);
  if (error.stack !== undefined) wrong.stack = error.stack;
  return { kind: 'failed', error: wrong };
}
