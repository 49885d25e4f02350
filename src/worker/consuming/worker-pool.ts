import { Injectable } from '@nestjs/common';
import type { WorkerOptions } from 'bullmq';
import { Config } from '../../platform/config/config.js';
import type { QueueName } from '../../platform/config/queue-names.js';
import { Broker } from '../../core/redis/broker.js';
import { Backpressure } from '../../core/submit/backpressure.js';
import { telemetryOption } from '../../core/bullmq/telemetry.js';
import { backoffStrategy } from '../run/retry-wait.js';
import type { ConsumedQueue } from '../../core/workers/worker-report.js';
import { Attempts } from '../attempt/attempts.js';
import { HarmedQueues } from './harmed-queue.js';
import { JobEvents } from './job-events.js';
import { Processors } from './processors.js';
import { QueueWorker } from './queue-worker.js';

/**
 * BullMQ fails by itself what has lost its worker more often. That is no fault of the task: it is the last way out, for
 * one that takes even the worker beside its quarantine down. A deploy or two that kills workers does not come near.
 */
export const MOST_STALLS = 10;

/** A worker of a queue with a limit looks again after so long: what becomes due meanwhile is seen, and that it lives. */
const LONGEST_PAUSE_MS = 10_000;

/** One queue that this process serves. It has no worker while it is paused, and while there is no room for one. */
interface Consumer {
  concurrency: number;
  isPaused: boolean;
  worker: QueueWorker | undefined;
}

/**
 * BullMQ's workers, made out of the features' processors: one a queue that this process serves. Which queues those
 * are, how many tasks run at once, and whether any are taken at all can be changed while it runs.
 *
 * To pause is to close the worker, and to resume to make another: BullMQ's own pause either waits for all that runs
 * or takes one task more, with the fetch that already waits at the broker.
 */
@Injectable()
export class WorkerPool {
  private readonly byQueue = new Map<QueueName, Consumer>();
  /** Closed ones in which something still runs. */
  private readonly ending = new Set<Promise<void>>();
  private draining = false;
  /** Whether this machine's clock is right; undefined until it was compared. */
  private isClockRight: boolean | undefined;
  private isClosed = false;

  constructor(
    private readonly processors: Processors,
    private readonly broker: Broker,
    private readonly events: JobEvents,
    private readonly attempts: Attempts,
    private readonly limits: Backpressure,
    private readonly harmed: HarmedQueues,
    private readonly config: Config,
  ) {}

  /** True from the moment on from which nothing new is taken, from no queue. */
  get isDraining(): boolean {
    return this.draining;
  }

  /** Starts to consume every queue of WORKER_QUEUES, once the clock is known to be right. */
  start(): void {
    this.limits.lift();
    for (const queue of this.config.workerQueues) this.add(queue, this.config.workerConcurrency[queue]);
  }

  /** Starts to consume one more queue. One that is known already only gets its concurrency. */
  add(queue: QueueName, concurrency: number): void {
    const known = this.byQueue.get(queue);
    if (known === undefined) {
      this.byQueue.set(queue, { concurrency, isPaused: false, worker: undefined });
      this.open(queue);
      return;
    }
    const isMore = concurrency > known.concurrency;
    known.concurrency = concurrency;
    if (known.worker && isMore) {
      // BullMQ's worker notices that it may run more only when one of its tasks has ended, which can take long.
      this.close(known);
      this.open(queue);
    } else if (known.worker) known.worker.concurrency = concurrency;
  }

  /** Takes nothing more from a queue, and forgets it. What runs goes on. */
  remove(queue: QueueName): void {
    this.pause([queue]);
    this.byQueue.delete(queue);
  }

  /** Takes nothing from these queues until `resume`. What runs goes on. */
  pause(queues: readonly QueueName[]): void {
    for (const queue of queues) {
      const consumer = this.byQueue.get(queue);
      if (consumer === undefined) continue;
      consumer.isPaused = true;
      this.close(consumer);
    }
  }

  /**
   * Takes from these queues again. A drain ends with it.
   *
   * @throws Error when this process stops: what it took now nobody would wait for
   */
  resume(queues: readonly QueueName[]): void {
    if (this.isClosed) throw new Error('This worker stops: it cannot be resumed.');
    this.draining = false;
    for (const queue of queues) {
      const consumer = this.byQueue.get(queue);
      if (consumer === undefined) continue;
      consumer.isPaused = false;
      this.open(queue);
    }
  }

  /**
   * Takes nothing from any queue while the clock is wrong, whoever resumes it.
   *
   * @returns whether that is news
   */
  judgeClock(isRight: boolean): boolean {
    if (isRight === this.isClockRight) return false;
    this.isClockRight = isRight;
    for (const [queue, consumer] of this.byQueue) {
      if (isRight) this.open(queue);
      else this.close(consumer);
    }
    return true;
  }

  /** Takes nothing from any queue. `resume` takes it back. */
  drain(): void {
    this.draining = true;
    this.pause([...this.byQueue.keys()]);
  }

  /** Takes nothing any more, and resolves when all that runs has ended. */
  async closeAll(): Promise<void> {
    this.isClosed = true;
    this.drain();
    await Promise.all(this.ending);
  }

  queues(): ConsumedQueue[] {
    const isHeld = this.isClockRight === false;
    return [...this.byQueue].map(([name, { concurrency, isPaused }]) => ({
      name,
      concurrency,
      isPaused: isPaused || isHeld,
    }));
  }

  /** The queues of which tasks should be taken now, with since when none was looked for (`performance.now()`). */
  fetching(): { readonly name: QueueName; readonly idleSince: number }[] {
    return [...this.byQueue].flatMap(([name, { worker }]) =>
      worker && this.runningIn(name) < worker.concurrency ? [{ name, idleSince: worker.turnedAt }] : [],
    );
  }

  /**
   * Gives a queue its worker, with the room that is left beside what still runs in those that were closed, and with all
   * of it once that has ended. Where there is none left it comes with the next end: never do more run than may.
   */
  private open(queue: QueueName): void {
    const consumer = this.byQueue.get(queue);
    if (consumer === undefined || consumer.isPaused || consumer.worker || !this.isClockRight) return;
    const room = consumer.concurrency - this.runningIn(queue);
    if (room < 1) return void this.attempts.nextEnd().then(() => this.open(queue));
    const worker = this.consume(queue, room);
    consumer.worker = worker;
    void Promise.all(this.ending).then(() => {
      worker.concurrency = this.byQueue.get(queue)?.concurrency ?? worker.concurrency;
    });
  }

  private runningIn(queue: QueueName): number {
    return this.attempts.running().filter((attempt) => attempt.queue === queue).length;
  }

  private close(consumer: Consumer): void {
    if (consumer.worker) void this.end(consumer.worker);
    consumer.worker = undefined;
  }

  private end(worker: QueueWorker): Promise<void> {
    // A broker that is gone: there is nothing left to wait for.
    const ended: Promise<void> = worker
      .close()
      .catch(() => undefined)
      .finally(() => this.ending.delete(ended));
    this.ending.add(ended);
    return ended;
  }

  /** Resolves when everything was done that follows from the ends of tasks; call it when nothing runs any more. */
  settled(): Promise<void> {
    return this.events.settled();
  }

  private consume(queue: QueueName, concurrency: number): QueueWorker {
    const processor = this.processors.get(queue);
    const process = processor.process.bind(processor);
    const harm = this.harmed.of(queue);
    const worker = new QueueWorker(queue, process, this.broker.worker, this.options(concurrency), harm);
    this.events.listen(worker);
    // With an end the next task is looked for in the same step.
    for (const end of ['completed', 'failed'] as const)
      worker.on(end, () => (worker.turnedAt = performance.now()));
    return worker;
  }

  private options(concurrency: number): Omit<WorkerOptions, 'connection'> {
    return {
      lockDuration: this.config.workerLockMs,
      stalledInterval: this.config.workerStallCheckMs,
      maxStalledCount: MOST_STALLS,
      prefix: this.config.redisPrefix,
      name: this.config.workerName,
      concurrency,
      runRetryDelay: 1_000,
      maximumRateLimitDelay: LONGEST_PAUSE_MS,
      settings: { backoffStrategy },
      ...telemetryOption(),
    };
  }
}
