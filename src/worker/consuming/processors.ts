import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { QueueName } from '../../core/task/queue-name.js';
import { WiringError } from '../../core/task/queue.errors.js';
import { TaskProcessor } from './task-processor.js';
import { KnownQueues } from '../../core/task/known-queues.js';
import { WorkerOptions } from '../worker-options.js';

/** The metadata key under which `@Processor('queue')` of @nestjs/bullmq keeps its options. */
const PROCESSOR_METADATA = 'bullmq:processor_metadata';

/**
 * The processor of each queue, filled once at start. The API checks them as well as the workers: it would accept tasks
 * that no worker could ever run. Which queues a worker consumes (WORKER_QUEUES) plays no part, as a command can add
 * any of them later.
 *
 * @throws WiringError at start when a queue has no processor or two, or when a processor cannot run tasks
 */
@Injectable()
export class Processors implements OnModuleInit {
  private readonly byQueue = new Map<QueueName, TaskProcessor>();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly known: KnownQueues,
    private readonly options: WorkerOptions,
  ) {}

  onModuleInit(): void {
    for (const wrapper of this.discovery.getProviders()) {
      const instance: unknown = wrapper.instance;
      if (!isProcessor(instance)) continue;
      if (!wrapper.isDependencyTreeStatic())
        throw new WiringError(
          `${instance.constructor.name} depends on a request-scoped provider. A processor serves all tasks of its ` +
            'queue: inject only providers of the default scope.',
        );
      this.register(instance);
    }
    const missing = this.known.names.filter((queue) => !this.byQueue.has(queue));
    if (missing.length > 0) throw new WiringError(missing.map(missingProcessor).join('\n'));
    const { concurrency } = this.options;
    this.known.requireKnown(this.consumed, 'queues (WORKER_QUEUES)');
    if (typeof concurrency === 'object')
      this.known.requireKnown(Object.keys(concurrency), 'concurrency (WORKER_CONCURRENCY)');
  }

  /** The queues that this worker consumes. */
  get consumed(): readonly QueueName[] {
    return this.options.queues ?? this.known.names;
  }

  /** How many tasks of a queue this worker executes at once. */
  concurrencyOf(queue: QueueName): number {
    const { concurrency } = this.options;
    return typeof concurrency === 'number'
      ? concurrency
      : (concurrency[queue] ?? this.known.concurrencyOf(queue));
  }

  get(queue: QueueName): TaskProcessor {
    const processor = this.byQueue.get(queue);
    if (processor === undefined) throw new WiringError(missingProcessor(queue));
    return processor;
  }

  private register(instance: object): void {
    const { name } = instance.constructor;
    const queue = queueOf(instance, this.known);
    if (!(instance instanceof TaskProcessor))
      throw new WiringError(`${name} is the processor of the queue ${queue}: let it extend TaskProcessor.`);
    const twin = this.byQueue.get(queue);
    if (twin && twin.constructor !== instance.constructor)
      throw new WiringError(
        `Queue ${queue} has two processors, ${twin.constructor.name} and ${name}. Remove one of them.`,
      );
    this.byQueue.set(queue, instance);
  }
}

/** True for a processor, even if it lacks the decorator or the base class. */
function isProcessor(instance: unknown): instance is object {
  if (typeof instance !== 'object' || instance === null) return false;
  return instance instanceof TaskProcessor || metadataOf(instance) !== undefined;
}

function metadataOf({ constructor }: object): unknown {
  // An object without a prototype has no constructor, whatever its type says.
  return typeof constructor === 'function' ? Reflect.getMetadata(PROCESSOR_METADATA, constructor) : undefined;
}

function queueOf(instance: object, known: KnownQueues): QueueName {
  const metadata = metadataOf(instance);
  const queue =
    typeof metadata === 'object' && metadata !== null && 'name' in metadata ? metadata.name : undefined;
  if (typeof queue === 'string' && known.has(queue)) return queue;
  const { name } = instance.constructor;
  throw new WiringError(
    queue === undefined
      ? `${name} names no queue: decorate it with @Processor('…') and one of ${known.names.join(', ')}.`
      : `${name} is the processor of an unknown queue, ${JSON.stringify(queue)}. Known are ${known.names.join(', ')}: ` +
          'take one of these, or import defineQueue(…) of the new name into its module.',
  );
}

function missingProcessor(queue: QueueName): string {
  return (
    `No processor serves the queue ${queue}: write a class with @Processor('${queue}') that extends TaskProcessor, and ` +
    'add it to the `providers` of the module that defines the queue.'
  );
}
