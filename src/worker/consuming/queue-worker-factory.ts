import { Injectable } from '@nestjs/common';
import type { WorkerOptions as BullWorkerOptions } from 'bullmq';
import type { QueueName } from '../../core/task/queue-name.js';
import { WorkerOptions } from '../worker-options.js';
import { BullOptions } from '../../core/bullmq/bull-options.js';
import { backoffStrategy } from '../run/retry-wait.js';
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

/** Creates BullMQ workers of queues, from the features' processors. */
@Injectable()
export class QueueWorkerFactory {
  constructor(
    private readonly processors: Processors,
    private readonly bull: BullOptions,
    private readonly events: JobEvents,
    private readonly harmed: HarmedQueues,
    private readonly options: WorkerOptions,
  ) {}

  /** Creates the worker, which takes tasks at once. */
  create(queue: QueueName, concurrency: number): QueueWorker {
    const processor = this.processors.get(queue);
    const process = processor.process.bind(processor);
    const harm = this.harmed.of(queue);
    const { connection, ...shared } = this.bull.ofWorkers();
    const options = { ...this.workerOptions(concurrency), ...shared };
    const worker = new QueueWorker(queue, process, connection, options, harm);
    this.events.listen(worker);
    // Recording a completion also fetches the next task.
    for (const end of ['completed', 'failed'] as const)
      worker.on(end, () => (worker.turnedAt = performance.now()));
    return worker;
  }

  /** Resolves when all consequences of completed tasks are done. Call it when nothing runs any more. */
  settled(): Promise<void> {
    return this.events.settled();
  }

  private workerOptions(concurrency: number): Omit<BullWorkerOptions, 'connection'> {
    return {
      lockDuration: this.options.lockMs,
      stalledInterval: this.options.stallCheckMs,
      maxStalledCount: MOST_STALLS,
      name: this.options.name,
      concurrency,
      runRetryDelay: 1_000,
      maximumRateLimitDelay: LONGEST_PAUSE_MS,
      settings: { backoffStrategy },
    };
  }
}
