import { describe, expect, it } from '@jest/globals';
import type { TaskJob } from '../../core/bullmq/task-job.js';
import type { TaskOutput } from '../../core/read/task-output.js';
import type { TaskQueue } from '../../core/submit/task-queue.js';
import { Attempt } from './attempt.js';

const MADE_MS = 600_000;

/** An attempt at a task that was submitted ten minutes ago. */
function attemptAt(fields: object): Attempt {
  const job = { id: 'a', name: 'test.x', queueName: 'tasks', attemptsMade: 0, stalledCounter: 0, opts: {} };
  const made = { ...job, timestamp: Date.now() - MADE_MS, attemptsStarted: 1, delay: 0, ...fields };
  return new Attempt(made as unknown as TaskJob, {} as TaskOutput, 30_000, {} as TaskQueue);
}

describe('waitMs', () => {
  it.each([
    ['since it was submitted', {}, MADE_MS],
    ['since its delay was over', { opts: { delay: 500_000 } }, 100_000],
    // Recorded by a retry and a promote: runnable from then on.
    ['since it was retried or promoted', { delay: 590_000, opts: { delay: 3_600_000 } }, 10_000],
  ])('counts %s', (_, fields, expected) => {
    const { waitMs = 0 } = attemptAt(fields);
    expect(waitMs).toBeGreaterThanOrEqual(expected);
    expect(waitMs).toBeLessThan(expected + 5_000);
  });

  it.each([
    ['was given back and has run before', { attemptsStarted: 2 }],
    ['has failed before', { attemptsStarted: 2, attemptsMade: 1 }],
    ['has lost its worker', { attemptsStarted: 2, stalledCounter: 1 }],
  ])('is undefined for a task that %s', (_, fields) => {
    expect(attemptAt(fields).waitMs).toBeUndefined();
  });
});
