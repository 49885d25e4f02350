import { describe, expect, it } from '@jest/globals';
import { WorkerOptions } from '../worker-options.js';
import type { JobCommands } from '../../core/bullmq/job-commands.js';
import type { TaskJob } from '../../core/bullmq/task-job.js';
import type { TaskOutput } from '../../core/read/task-output.js';
import type { TaskQueue } from '../../core/submit/task-queue.js';
import { TaskCancelledError } from '../../core/task/task-outcome.js';
import { HeldError } from './attempt.errors.js';
import { Attempts } from './attempts.js';

/** The part of BullMQ's job that an attempt uses. */
const job = { id: 'a', name: 'test.x', queueName: 'tasks', attemptsMade: 0, stalledCounter: 0 } as TaskJob;

/** Neither is used here. */
const attemptsOf = () =>
  new Attempts({} as TaskOutput, {} as JobCommands, new WorkerOptions(), {} as TaskQueue);

describe('Attempts', () => {
  it('delays a task whose first run here has not ended, and keeps the first', () => {
    const attempts = attemptsOf();
    const first = attempts.begin(job);
    const second = attempts.begin(job);
    expect(first.stopReason).toBeUndefined();
    expect(second.stopReason).toBeInstanceOf(HeldError);
    attempts.end(second);
    attempts.cancel('a', 'why not');
    expect(first.stopReason).toEqual(new TaskCancelledError('why not'));
    expect(first.signal.aborted).toBe(true);
  });

  it('accepts the task again when that run has ended', () => {
    const attempts = attemptsOf();
    attempts.end(attempts.begin(job));
    expect(attempts.begin(job).stopReason).toBeUndefined();
  });

  it('requeues all running tasks', async () => {
    const attempts = attemptsOf();
    const attempt = attempts.begin(job);
    const waiting = attempt.unlessGivenBack(new Promise(() => undefined));
    attempts.giveBackAll();
    await expect(waiting).rejects.toThrow('returns to its queue');
    expect(attempt.signal.aborted).toBe(true);
  });
});
