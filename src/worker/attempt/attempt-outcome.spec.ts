import { describe, expect, it } from '@jest/globals';
import { BrokerCorruptError, BrokerForbiddenError } from '../../core/redis/broker.errors.js';
import { DiscardTask, SnoozeTask, TaskCancelledError, TimeoutError } from '../../core/task/task-outcome.js';
import { ExpiredError, GivenBackError, HeldError, LockLostError } from './attempt.errors.js';
import { outcomeOfAttempt } from './attempt-outcome.js';

const NOW = 1_000;
const thrown = new Error('AbortError of some library');
const timeout = new TimeoutError(50);
const lost = new LockLostError();
const corrupt = new BrokerCorruptError(new Error('WRONGTYPE'));
const refused = new BrokerForbiddenError(new Error('NOPERM'));
const discard = new DiscardTask('never');

describe('outcomeOfAttempt', () => {
  it.each([
    ['it throws', thrown, undefined, { kind: 'failed', error: thrown }],
    ['it discards itself', discard, undefined, { kind: 'failed', error: discard }],
    ['it snoozes', new SnoozeTask(5), undefined, { kind: 'put-off', until: 1_005, started: true }],
    ['a key in the broker is corrupt', corrupt, undefined, { kind: 'put-off', until: 6_000, started: true }],
    ['the broker refuses a command', refused, undefined, { kind: 'put-off', until: 6_000, started: true }],
    ['its turn is later', new HeldError(7_000), undefined, { kind: 'put-off', until: 7_000, started: false }],
    ['it has expired', new ExpiredError(), undefined, { kind: 'revoked', reason: 'expired' }],
    ['it was cancelled before', new TaskCancelledError('a'), undefined, { kind: 'revoked', reason: 'a' }],
    ['it is cancelled', thrown, new TaskCancelledError('b'), { kind: 'revoked', reason: 'b' }],
    ['it is out of time', thrown, timeout, { kind: 'failed', error: timeout }],
    ['it is out of time and discards itself', discard, timeout, { kind: 'failed', error: timeout }],
    ['it is given back', thrown, new GivenBackError(), { kind: 'returned' }],
    ['its lock is lost', thrown, lost, { kind: 'lost', error: lost }],
  ])('%s', (_what, error, stopReason, ending) => {
    expect(outcomeOfAttempt(error, stopReason, NOW)).toEqual(ending);
  });

  it.each([Infinity, NaN, -1, 9e15, undefined, '5000', {}, 1n])(
    'treats a snooze for %p as a failure that names it',
    (wait) => {
      const ending = outcomeOfAttempt(new SnoozeTask(wait as number), undefined, NOW);
      const message = /^SnoozeTask: delayMs must be a number of ms from 0 to 31536000000, but is \S/;
      expect(ending).toMatchObject({ kind: 'failed', error: { message: expect.stringMatching(message) } });
    },
  );

  it('rounds up a fractional snooze', () => {
    const ending = outcomeOfAttempt(new SnoozeTask(0.5), undefined, NOW);
    expect(ending).toEqual({ kind: 'put-off', until: 1_001, started: true });
  });
});
