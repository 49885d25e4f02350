import { Injectable } from '@nestjs/common';
import type { QueueName } from '../../core/task/queue-name.js';
import { Processors } from './processors.js';
import { TypeLimits } from '../../core/queues/type-limits.js';
import { Backpressure } from '../../core/submit/backpressure.js';
import type { ConsumedQueue } from '../../core/workers/worker-report.js';
import { Attempts } from '../attempt/attempts.js';
import type { QueueWorker } from './queue-worker.js';
import { QueueWorkerFactory } from './queue-worker-factory.js';

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
    private readonly workers: QueueWorkerFactory,
    private readonly attempts: Attempts,
    private readonly limits: Backpressure,
    private readonly processors: Processors,
    private readonly types: TypeLimits,
  ) {}

  /** True once no queue's tasks are taken any more. */
  get isDraining(): boolean {
    return this.draining;
  }

  /** True while no tasks are taken because this machine's clock is wrong. */
  get isClockWrong(): boolean {
    return this.isClockRight === false;
  }

  /**
   * Starts consuming every queue that this worker serves, once the clock is known to be correct and the limits of task
   * types have been read.
   */
  start(): void {
    this.limits.lift();
    for (const queue of this.processors.consumed) this.add(queue);
    this.types.follow(() => this.openAll());
  }

  /** Starts consuming another queue, or changes the concurrency of one that is already consumed. */
  add(queue: QueueName, concurrency = this.processors.concurrencyOf(queue)): void {
    const known = this.byQueue.get(queue);
    if (known === undefined) {
      this.byQueue.set(queue, { concurrency, isPaused: false, worker: undefined });
      this.open(queue);
      return;
    }
    const isMore = concurrency > known.concurrency;
    known.concurrency = concurrency;
    if (known.worker && isMore) this.reopen(queue, known);
    else if (known.worker) known.worker.concurrency = concurrency;
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
    if (this.isClosed) throw new Error('This worker is stopping: it cannot be resumed.');
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
    if (isRight) this.openAll();
    else for (const consumer of this.byQueue.values()) this.close(consumer);
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
    return [...this.byQueue].map(([name, { concurrency, isPaused }]) => ({
      name,
      concurrency,
      isPaused: isPaused || this.isClockWrong,
    }));
  }

  /** Queues with free slots, with the time of their last fetch (`performance.now()`). */
  fetching(): { readonly name: QueueName; readonly idleSince: number }[] {
    return [...this.byQueue].flatMap(([name, { worker }]) =>
      worker && this.runningIn(name) < worker.concurrency ? [{ name, idleSince: worker.turnedAt }] : [],
    );
  }

  private openAll(): void {
    for (const queue of this.byQueue.keys()) this.open(queue);
  }

  /**
   * Creates a queue's worker with the slots left by tasks that still run in closed workers, and raises it to the full
   * concurrency as those end. Without a free slot, it waits for the next completion: the concurrency is never
   * exceeded.
   */
  private open(queue: QueueName): void {
    const consumer = this.byQueue.get(queue);
    if (consumer === undefined || consumer.isPaused || consumer.worker) return;
    if (!this.isClockRight || !this.types.isKnown) return;
    const running = this.runningIn(queue);
    const room = consumer.concurrency - running;
    if (room < 1) return void this.attempts.nextEnd().then(() => this.open(queue));
    consumer.worker = this.workers.create(queue, room);
    if (running > 0) void this.raise(queue, consumer.worker);
  }

  /** BullMQ's worker uses a higher concurrency only after one of its tasks has ended, which can take long. */
  private reopen(queue: QueueName, consumer: Consumer): void {
    this.close(consumer);
    this.open(queue);
  }

  private async raise(queue: QueueName, worker: QueueWorker): Promise<void> {
    for (let others = Infinity; others > 0;) {
      await this.attempts.nextEnd();
      const consumer = this.byQueue.get(queue);
      if (consumer?.worker !== worker) return;
      others = this.runningIn(queue, (token) => !worker.hasGiven(token));
      const room = consumer.concurrency - others;
      const own = this.runningIn(queue) - others;
      if (room > worker.concurrency && own >= worker.concurrency) return this.reopen(queue, consumer);
      worker.concurrency = Math.max(room, 1);
    }
  }

  private runningIn(queue: QueueName, isCounted: (token: string) => boolean = () => true): number {
    const running = this.attempts.running();
    return running.filter((each) => each.queue === queue && isCounted(each.job.token ?? '')).length;
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
    return this.workers.settled();
  }
}
