import { describe, expect, it } from '@jest/globals';
import { newSnapshot } from '../bullmq/job-snapshot.js';
import type { TaskSnapshot } from '../task/task-snapshot.js';
import { transitionsIn } from './transitions.js';

const START = Date.UTC(2026, 10, 24, 8);
const iso = (at: number) => new Date(START + at).toISOString();
const submitted = newSnapshot(
  { name: 'math.divide', queue: 'tasks', payload: Object },
  { jobId: '019ac000-0000-7000-8000-000000000001', timestamp: START, attempts: 3, submittedBy: 'shop' },
);
const failed = (attempt: number, from: number, to: number) => ({
  ...{
    attempt,
    worker: 'w1',
    started_at: iso(from),
    ended_at: iso(to),
    type: 'RangeError',
    message: 'too big',
  },
});
/** As `<ms> <status> <attempt> <actor> <reason>`. */
const told = (changes: Partial<TaskSnapshot>) =>
  transitionsIn({ ...submitted, ...changes }).map(({ at, status, attempt, actor, reason }) =>
    [at - START, status, attempt, actor ?? '-', reason ?? '-'].join(' '),
  );
const final = (changes: Partial<TaskSnapshot>) =>
  told({ attempt: 1, worker: 'w2', startedAt: START + 5, finishedAt: START + 9, ...changes });

describe('the changes of a task', () => {
  it('begin with its submit', () => {
    expect(told({})).toEqual(['0 PENDING 0 shop -']);
  });

  it('are its start and its end', () => {
    expect(final({ status: 'SUCCESS' })).toEqual([
      '0 PENDING 0 shop -',
      '5 STARTED 1 w2 -',
      '9 SUCCESS 1 w2 -',
    ]);
  });

  it('include each failed attempt, of which the last one ends the task', () => {
    const error = { type: 'RangeError', message: 'too big' };
    const errors = [failed(1, 1, 2), failed(2, 6, 8)];
    const start = ['0 PENDING 0 shop -', '1 STARTED 1 w1 -', '2 RETRY 1 w1 RangeError: too big'];
    expect(final({ status: 'FAILURE', attempt: 2, error, errors, startedAt: START + 6 })).toEqual([
      ...start,
      '6 STARTED 2 w1 -',
      '9 FAILURE 2 w2 RangeError: too big',
    ]);
    expect(told({ status: 'RETRY', errors: errors.slice(0, 1), startedAt: START + 1 })).toEqual(start);
  });

  it('show a running attempt with the number of a failed one, after a retry by hand', () => {
    const errors = [failed(1, 1, 2)];
    expect(told({ status: 'STARTED', attempt: 1, worker: 'w2', errors, startedAt: START + 7 }).at(-1)).toBe(
      '7 STARTED 1 w2 -',
    );
  });

  it('have the reason of a revocation, also of an earlier one', () => {
    const revocations = [{ reason: 'wrong day', at: START + 1, retriedAt: START + 2 }];
    const revoked = { status: 'REVOKED', attempt: 0, startedAt: null, revokeReason: 'cancelled' } as const;
    expect(final({ ...revoked, revocations })).toEqual([
      '0 PENDING 0 shop -',
      '1 REVOKED 0 - wrong day',
      '2 PENDING 0 - retried',
      '9 REVOKED 0 - cancelled',
    ]);
  });

  it('leave out what has no readable time', () => {
    const errors = [{ ...failed(1, 1, 2), started_at: 'then', ended_at: 'now' }];
    expect(told({ status: 'RETRY', errors })).toEqual(['0 PENDING 0 shop -']);
  });
});
