/**
 * BullMQ reads the outcome of an attempt from the error that its processor throws: from its class, its name or its
 * message. These are the errors that mean something to it; every other one is a failed attempt.
 */
import {
  DelayedError,
  RATE_LIMIT_ERROR,
  UnrecoverableError,
  WaitingChildrenError,
  WaitingError,
} from 'bullmq';
import { STALLED_TOO_OFTEN } from './layout.js';

/** Fails the job for good, whatever attempts it has left. */
export function finalFailure(message: string): Error {
  return new UnrecoverableError(message);
}

export function isFinalFailure(error: Error): boolean {
  return error instanceof UnrecoverableError;
}

/** The job has been moved already: to the delayed ones. */
export function wasDelayed(): Error {
  return new DelayedError();
}

/** The job has been moved already: back to those that wait. */
export function wasReturned(): Error {
  return new WaitingError();
}

/** The job has been moved already: to those that wait for others. */
export function wasParked(): Error {
  return new WaitingChildrenError();
}

/** Messages by which BullMQ and our own readers decide on a job. A task may throw them too. */
export const RESERVED_MESSAGES: readonly string[] = [RATE_LIMIT_ERROR, STALLED_TOO_OFTEN];
