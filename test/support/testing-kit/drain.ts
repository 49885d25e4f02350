import { randomUUID } from 'node:crypto';
import type { INestApplicationContext } from '@nestjs/common';
import { DelayedError, type Job, WaitingChildrenError, WaitingError, Worker } from 'bullmq';
import { Config } from '../../../src/platform/config/config.js';
import type { QueueName } from '../../../src/core/task/queue-name.js';
import { KnownQueues } from '../../../src/core/task/known-queues.js';
import { Broker } from '../../../src/core/redis/broker.js';
import { TaskChanges } from '../../../src/core/watch/task-changes.js';
import { CompletionNotifier } from '../../../src/core/lifetime/completion-notifier.js';
import { backoffStrategy } from '../../../src/worker/run/retry-wait.js';
import { PayloadResolver } from '../../../src/worker/attempt/payload-resolver.js';
import { RunnerEvents, type TaskSettled } from '../../../src/worker/attempt/runner-events.js';
import { TaskRunner } from '../../../src/worker/run/task-runner.js';
import { ThreadPool } from '../../../src/worker/isolation/thread-pool.js';

/** More attempts than any test needs: a task submits itself endlessly. */
const MAX_ATTEMPTS = 10_000;
/** Longer than any test, because locks are not renewed here. */
const LOCK_MS = 3_600_000;
/** The runner has put the job elsewhere: until a time, back into the queue, or until other tasks have ended. */
const MOVED = [DelayedError, WaitingError, WaitingChildrenError];

/**
 * Runs the waiting tasks of a real queue in this process, one after the other, until it is empty, including tasks
 * submitted meanwhile. Tasks that wait for a time (delayed, retried, snoozed, held by a rate limit) run only if that
 * time has come.
 *
 * @param app an API, or any application that includes the features' modules and does not consume
 * @param queue Default: all queues, until all are empty.
 * @returns the outcome of each attempt, in order
 */
export async function drain(app: INestApplicationContext, queue?: QueueName): Promise<TaskSettled[]> {
  const settled: TaskSettled[] = [];
  const inline = runInline(app);
  const forget = app.get(RunnerEvents).on('task.settled', (one) => void settled.push(one));
  const takers = (queue ? [queue] : app.get(KnownQueues).names).map((name) => new Taker(app, name));
  try {
    while (await anyRuns(takers)) refuseEndless(settled);
    return settled;
  } finally {
    await Promise.all(takers.map((taker) => taker.close()));
    forget();
    inline.end();
  }
}

/** Runs one attempt of each queue in turn, so that none has to wait until another is empty. */
async function anyRuns(takers: readonly Taker[]): Promise<boolean> {
  let any = false;
  for (const taker of takers) any = (await taker.runOne()) || any;
  return any;
}

function refuseEndless({ length }: readonly unknown[]): void {
  if (length >= MAX_ATTEMPTS)
    throw new Error(`drain ran ${length} attempts and tasks still wait: does one submit or snooze itself?`);
}

/** Takes and settles the jobs of one queue, like BullMQ's worker. */
class Taker {
  private readonly token = randomUUID();
  private readonly worker: Worker;

  constructor(
    private readonly app: INestApplicationContext,
    private readonly queue: QueueName,
  ) {
    const { redisPrefix, workerName } = app.get(Config);
    this.worker = new Worker(queue, null, {
      connection: app.get(Broker).worker,
      prefix: redisPrefix,
      name: workerName,
      lockDuration: LOCK_MS,
      settings: { backoffStrategy },
    });
    this.worker.on('error', () => undefined); // logged by Broker
  }

  /** @returns false if nothing waits */
  async runOne(): Promise<boolean> {
    const job = await this.next();
    if (job === undefined) return false;
    await this.settle(job);
    this.app.get(TaskChanges).announce(job.id ?? '');
    await this.app.get(CompletionNotifier).notify({ queue: this.queue, id: job.id ?? '' });
    return true;
  }

  async close(): Promise<void> {
    await this.worker.close();
  }

  /** BullMQ's type omits that there may be none. */
  private next(): Promise<Job | undefined> {
    return this.worker.getNextJob(this.token, { block: false });
  }

  private async settle(job: Job): Promise<void> {
    try {
      const result = await this.app.get(TaskRunner).run(job, this.token);
      await job.moveToCompleted(result, this.token, false);
    } catch (error) {
      const isMoved = MOVED.some((type) => error instanceof type);
      if (!isMoved) await job.moveToFailed(asError(error), this.token, false);
    }
  }
}

/** Runs tasks with `isolation: 'thread'` here: a thread would know neither the test's tasks nor its settings. */
function runInline(app: INestApplicationContext): { end: () => void } {
  const pool = app.get(ThreadPool);
  const payloadResolver = app.get(PayloadResolver);
  const threaded = pool.run.bind(pool);
  pool.run = (attempt, onStart) => {
    onStart();
    const { task, payload } = payloadResolver.take(attempt.stored, () => undefined); // the attempt knows them already
    return task.handler.run(payload, attempt.context);
  };
  return { end: () => (pool.run = threaded) };
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
