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
 * Number of lost workers after which BullMQ itself fails a job. It is the last resort for a task that crashes even the
 * worker beside its quarantine, and far above the number that deploys could cause.
 */
export const MOST_STALLS = 10;

/**
 * Maximum sleep of a worker of a rate-limited queue: it then fetches tasks that became due, and shows that it is alive.
 */
const LONGEST_PAUSE_MS = 10_000;

/** A queue served by this process. It has no worker while it is paused or has no free slot. */
interface Consumer {
  concurrency: number;
  isPaused: boolean;
  worker: QueueWorker | undefined;
}

/**
 * BullMQ workers created from the features' processors, one per queue that this process serves. The queues, their
 * concurrency, and whether tasks are taken can change at run time.
 *
 * Pausing closes the worker and resuming creates another: BullMQ's own pause either waits for all running tasks, or
 * takes one more task with the fetch already waiting at the broker.
 */
@Injectable()
export class WorkerPool {
  private readonly byQueue = new Map<QueueName, Consumer>();
  /** Closed workers with running tasks. */
  private readonly ending = new Set<Promise<void>>();
  private draining = false;
  /** Whether this machine's clock is correct; undefined until it was compared. */
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

  /** True once no queue's tasks are taken any more. */
  get isDraining(): boolean {
    return this.draining;
  }

  /** Starts consuming every queue in WORKER_QUEUES, once the clock is known to be correct. */
  start(): void {
    this.limits.lift();
    for (const queue of this.config.workerQueues) this.add(queue, this.config.workerConcurrency[queue]);
  }

  /** Starts consuming another queue, or changes the concurrency of one that is already consumed. */
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
      // BullMQ's worker uses a higher concurrency only after one of its tasks has ended, which can take long.
      this.close(known);
      this.open(queue);
    } else if (known.worker) known.worker.concurrency = concurrency;
  }

  /** Stops consuming a queue and removes it. Running tasks continue. */
  remove(queue: QueueName): void {
    this.pause([queue]);
    this.byQueue.delete(queue);
  }

  /** Stops taking tasks from these queues until `resume`. Running tasks continue. */
  pause(queues: readonly QueueName[]): void {
    for (const queue of queues) {
      const consumer = this.byQueue.get(queue);
      if (consumer === undefined) continue;
      consumer.isPaused = true;
      this.close(consumer);
    }
  }

  /**
   * Takes tasks from these queues again, which ends a drain.
   *
   * @throws Error if this process is stopping: nothing would wait for new tasks
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
   * Stops taking tasks from all queues while the clock is wrong, even if they are resumed.
   *
   * @returns whether this is a change
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

  /** Stops taking tasks from all queues until `resume`. */
  drain(): void {
    this.draining = true;
    this.pause([...this.byQueue.keys()]);
  }

  /** Stops taking tasks for good, and resolves when all running ones have ended. */
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

  /** Queues with free slots, with the time of their last fetch (`performance.now()`). */
  fetching(): { readonly name: QueueName; readonly idleSince: number }[] {
    return [...this.byQueue].flatMap(([name, { worker }]) =>
      worker && this.runningIn(name) < worker.concurrency ? [{ name, idleSince: worker.turnedAt }] : [],
    );
  }

  /**
   * Creates a queue's worker with the slots left by tasks that still run in closed workers, and raises it to the full
   * concurrency once those have ended. Without a free slot, it waits for the next completion: the concurrency is never
   * exceeded.
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
    // If the broker is gone, there is nothing left to wait for.
    const ended: Promise<void> = worker
      .close()
      .catch(() => undefined)
      .finally(() => this.ending.delete(ended));
    this.ending.add(ended);
    return ended;
  }

  /** Resolves when all consequences of completed tasks are done. Call it when nothing runs any more. */
  settled(): Promise<void> {
    return this.events.settled();
  }

  private consume(queue: QueueName, concurrency: number): QueueWorker {
    const processor = this.processors.get(queue);
    const process = processor.process.bind(processor);
    const harm = this.harmed.of(queue);
    const worker = new QueueWorker(queue, process, this.broker.worker, this.options(concurrency), harm);
    this.events.listen(worker);
    // Recording a completion also fetches the next task.
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
