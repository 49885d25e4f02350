import { describe, expect, it } from '@jest/globals';
import { DiscardTask, RetryTask, TimeoutError } from '../../core/task/task-outcome.js';
import { errorOf } from './error-record.js';
import { refusedRetry } from './failure.js';
import { judgedRecord, refusalOf } from './retry-rules.js';

class HttpError extends Error {}
class NotFoundError extends HttpError {}
const named = (name: string) => Object.assign(new Error('no'), { name });
const revoked = () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};

describe('refusalOf', () => {
  it.each([
    ['without rules', {}, new TypeError(), undefined],
    ['for a listed class', { retryOn: [HttpError] }, new HttpError(), undefined],
    ['for a subclass', { retryOn: [HttpError] }, new NotFoundError(), undefined],
    ['for an error of the same name', { retryOn: [HttpError] }, named('HttpError'), undefined],
    ['for a RetryTask', { retryOn: [HttpError] }, new RetryTask('later', 1), undefined],
    ['for a timeout', { retryOn: [TimeoutError] }, new TimeoutError(5), undefined],
    ['never: not listed', { retryOn: [HttpError] }, new TypeError(), 'retryOn does not list TypeError'],
    ['never: a bad name', { retryOn: [HttpError] }, named('a b'), 'retryOn does not list it'],
    ['never: unreadable', { retryOn: [HttpError] }, revoked(), 'retryOn does not list Error'],
    [
      'never: both list it',
      { retryOn: [HttpError], dontRetryOn: [NotFoundError] },
      new NotFoundError(),
      'dontRetryOn lists NotFoundError',
    ],
    ['never: a text', { retryOn: [HttpError] }, 'oops', 'retryOn does not list Error'],
  ])('allows a retry %s', (_when, rules, error, expected) => {
    expect(refusalOf(rules, error)).toBe(expected);
    // The same after the error has lost its class on the way.
    expect(refusalOf(rules, errorOf(judgedRecord(rules, error)))).toBe(expected);
  });
});

describe('refusedRetry', () => {
  const rules = { dontRetryOn: [HttpError] };

  it('has no reason to give in the last attempt, or for a task that has discarded itself', () => {
    const job = (attemptsMade: number) => ({ attemptsMade, opts: { attempts: 3 } });
    expect(refusedRetry(job(0), rules, new HttpError())).toBe('dontRetryOn lists HttpError');
    expect(refusedRetry(job(2), rules, new HttpError())).toBeUndefined();
    expect(refusedRetry(job(0), { retryOn: [HttpError] }, new DiscardTask('no'))).toBeUndefined();
  });
});
