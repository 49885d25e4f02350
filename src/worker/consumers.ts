import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { type Job, Worker, type WorkerOptions } from 'bullmq';
import { Config } from '../config/config.js';
import { type QueueName, isQueueName } from '../config/queue-names.js';
import { Broker } from '../queue/broker.js';
import { WiringError } from '../queue/queue.errors.js';
import { DEFAULT_BACKOFF, backoffDelayMs } from '../queue/retry-policy.js';
import { BACKOFF_TYPE, type TaskJobOptions } from '../queue/task-job.js';
import { JobEvents } from './job-events.js';
import { TaskProcessor } from './task-processor.js';

/** Where `@Processor('queue')` of @nestjs/bullmq keeps what it was given. */
const PROCESSOR_METADATA = 'bullmq:processor_metadata';

/**
 * Measured: with these a killed worker's task starts again after 11 to 19 s (41 to 48 s with BullMQ's defaults), and
 * no deploy fails a healthy task. `maxStalledCount` counts deaths of workers, which are not the task's fault.
 */
const LOCKS = { lockDuration: 15_000, stalledInterval: 5_000, maxStalledCount: 5 } as const;

/** Makes BullMQ's workers out of the features' processors, one a queue that this process serves. */
@Injectable()
export class Consumers {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly broker: Broker,
    private readonly events: JobEvents,
    private readonly config: Config,
  ) {}

  /** Starts to consume every queue of WORKER_QUEUES. */
  start(): Worker[] {
    const processors = this.processors();
    return this.config.workerQueues.map((queue) => {
      const processor = processors.get(queue);
      if (processor === undefined) {
        throw new WiringError(
          `No processor serves the queue ${queue}: add a class with @Processor('${queue}')`,
        );
      }
      return this.consume(queue, processor);
    });
  }

  private processors(): Map<QueueName, TaskProcessor> {
    const instances = this.discovery.getProviders().map((wrapper): unknown => wrapper.instance);
    const processors = instances.filter((instance) => instance instanceof TaskProcessor);
    return new Map(processors.map((processor) => [queueOf(processor), processor]));
  }

  private consume(queue: QueueName, processor: TaskProcessor): Worker {
    const worker = new Worker(queue, processor.process.bind(processor), this.options(queue));
    this.events.listen(worker);
    return worker;
  }

  private options(queue: QueueName): WorkerOptions {
    return {
      ...LOCKS,
      connection: this.broker.worker,
      prefix: this.config.redisPrefix,
      name: this.config.workerName,
      concurrency: this.config.workerConcurrency[queue],
      runRetryDelay: 1_000,
      settings: { backoffStrategy },
    };
  }
}

function queueOf(processor: TaskProcessor): QueueName {
  const metadata: unknown = Reflect.getMetadata(PROCESSOR_METADATA, processor.constructor);
  const name =
    typeof metadata === 'object' && metadata !== null && 'name' in metadata ? metadata.name : undefined;
  if (typeof name === 'string' && isQueueName(name)) return name;
  throw new WiringError(
    `${processor.constructor.name} has no @Processor('…') with a queue of config/queue-names.ts: found ${String(name)}`,
  );
}

/** The wait between attempts, as BullMQ asks a worker for it. */
export function backoffStrategy(
  attemptsMade: number,
  type?: string,
  _error?: Error,
  job?: Pick<Job, 'opts'>,
): number {
  if (type !== BACKOFF_TYPE)
    throw new Error(`Unknown backoff ${type}: this worker knows only ${BACKOFF_TYPE}`);
  const { retry = DEFAULT_BACKOFF }: Partial<TaskJobOptions> = job?.opts ?? {};
  return backoffDelayMs(retry, attemptsMade, Math.random);
}
