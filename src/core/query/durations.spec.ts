import { describe, expect, it } from '@jest/globals';
import type { AttemptError } from '../task/task-error.js';
import type { TaskStatus } from '../task/task-status.js';
import { runMsOf, waitMsOf } from './durations.js';

const failedAt = (at: number): AttemptError => {
  const time = new Date(at).toISOString();
  return { attempt: 1, worker: 'w1', started_at: time, ended_at: time, type: 'Error', message: 'no' };
};
const task = { status: 'SUCCESS' as TaskStatus, createdAt: 1_000, runAt: null, errors: [] };

it.each([
  [1_000, 1_250, 250],
  [1_000, 900, 0],
  [null, 1_250, null],
  [1_000, null, null],
])('a task that ran from %s to %s ran for %s ms', (startedAt, finishedAt, ms) =>
  expect(runMsOf({ startedAt, finishedAt })).toBe(ms),
);

describe('the wait of a task', () => {
  it.each([
    ['from its submit', {}, 500],
    ['from its planned start', { runAt: 1_400 }, 100],
    ['from its submit, if the plan was earlier', { runAt: 100 }, 500],
    ['to its first attempt, not to the last', { errors: [failedAt(1_200), failedAt(1_300)] }, 200],
    ['not below 0, if it was started ahead of its plan', { runAt: 9_000 }, 0],
    ['unknown until it starts', { startedAt: null, status: 'PENDING' as const }, null],
    ['unknown while it waits for a retry', { status: 'RETRY' as const, runAt: 9_000 }, null],
  ])('is %s', (_, change, ms) => expect(waitMsOf({ ...task, startedAt: 1_500, ...change })).toBe(ms));
});
