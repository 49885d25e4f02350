import type { SubmittedTask, TaskQueue } from '../../src/core/index.js';
import { GreetTask } from './greet.task.js';

export function submitGreeting(taskQueue: TaskQueue): Promise<SubmittedTask> {
  return taskQueue.submit(GreetTask, { name: 'Ada' });
}

/** The same, written out: every option of a submit, with its default. */
export function submitGreetingWrittenOut(taskQueue: TaskQueue): Promise<SubmittedTask> {
  const options = {
    delayMs: 0, // not before so many ms from now
    runAt: undefined, // or not before this Date: now
    expiresAt: undefined, // REVOKED if it has not started by this Date: waits for ever
    priority: 'normal', // the task's; the following, too
    attempts: 3,
    backoff: { type: 'exponential', delayMs: 1_000, maxMs: 60_000, jitter: 0.5 },
    timeoutMs: undefined,
    retentionMs: 86_400_000,
    deduplicate: undefined, // { key, mode: 'unique' | 'throttle' | 'debounce', ttlMs? }: every submit counts
    tags: [], // for finding it again
    webhookUrl: undefined, // receives a signed webhook when it ends: none
  } as const;
  return taskQueue.submit(GreetTask, { name: 'Ada' }, options);
}

/** Many in one round trip, in the order of the payloads; the options apply to all of them. */
export function submitGreetings(taskQueue: TaskQueue, names: readonly string[]): Promise<SubmittedTask[]> {
  const payloads = names.map((name) => ({ name }));
  return taskQueue.submitMany(GreetTask, payloads, { tags: ['greetings'] });
}
