import { describe, expect, it } from '@jest/globals';
import { DelayedError, RateLimitError, UnrecoverableError, WaitingChildrenError, WaitingError } from 'bullmq';
import { recordable, revocation, willRetry } from '../attempt/failure.js';

const WHERE = { attempt: 1, worker: 'w', started_at: 'a', ended_at: 'b' };
const job = { attemptsMade: 0, opts: { attempts: 3 } };
const named = (name: string) => Object.assign(new Error('x'), { name });

describe('an error that BullMQ treats as a signal', () => {
  it.each([
    ['RateLimitError', new RateLimitError()],
    ['DelayedError', new DelayedError()],
    ['WaitingError', new WaitingError()],
    ['WaitingChildrenError', new WaitingChildrenError()],
    ['UnrecoverableError', new UnrecoverableError('x')],
    ['an error with its message', new Error('bullmq:rateLimitExceeded')],
    ['a text with its message', 'bullmq:rateLimitExceeded'],
    ['an error with such a cause', new Error('', { cause: new RateLimitError() })],
    ['the words for a job that stalled too often', new Error('job stalled more than allowable limit')],
    ...['DelayedError', 'WaitingError', 'WaitingChildrenError', 'UnrecoverableError'].map(
      (name) => [`an error called ${name}`, named(name)] as const,
    ),
  ])('is an ordinary failed attempt when a task throws it: %s', (_what, thrown) => {
    const { error } = recordable(thrown, WHERE);
    expect(error.constructor).toBe(Error);
    expect(error.name).toBe('Error');
    expect(error.message).not.toMatch(/^(bullmq:rateLimitExceeded|job stalled more than allowable limit)$/);
    expect(willRetry(job, error)).toBe(true);
  });

  it('has no effect as the reason of a cancellation', () => {
    expect(revocation('bullmq:rateLimitExceeded').message).toBe('Revoked: bullmq:rateLimitExceeded');
  });
});
