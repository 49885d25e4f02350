import { describe, expect, it } from '@jest/globals';
import { BACKOFF_TYPE, type TaskJobOptions } from '../../core/bullmq/task-job.js';
import { RetryTask } from '../../core/task/task-outcome.js';
import { backoffStrategy } from '../run/retry-wait.js';
import { recordable } from './failure.js';
import { errorOf, errorRecord } from './error-record.js';

const WHERE = { attempt: 1, worker: 'w', started_at: '', ended_at: '' };
const YEAR_MS = 31_536_000_000;
const opts: Partial<TaskJobOptions> = { retry: { type: 'fixed', delayMs: 1_000 } };
const waitAfter = (error: unknown) =>
  backoffStrategy(1, BACKOFF_TYPE, recordable(error, WHERE).error, { opts });

describe('a RetryTask', () => {
  it.each([
    ['asks for more than the backoff: it gets it', 5_000, 5_000],
    ['asks for less: the backoff stands', 10, 1_000],
    ['asks for no number: the backoff stands', Number.NaN, 1_000],
    ['asks for ever: a year', Number.POSITIVE_INFINITY, YEAR_MS],
  ])('%s', (_what, afterMs, expected) => {
    expect(waitAfter(new RetryTask('busy', afterMs))).toBe(expected);
  });

  it('has the same effect from a thread', () => {
    const crossed = errorOf(errorRecord(new RetryTask('busy', 5_000, { cause: new RangeError('inner') })));
    expect(waitAfter(crossed)).toBe(5_000);
    expect(recordable(crossed, WHERE).stack).toContain('RangeError');
  });

  it('leaves the backoff of other errors unchanged', () => {
    expect(waitAfter(new Error('busy'))).toBe(1_000);
  });
});
