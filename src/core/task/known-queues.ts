import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { WiringError } from './queue.errors.js';
import { QUEUE_NAME, type QueueName } from './queue-name.js';

const DEFAULT_CONCURRENCY = 8;

/** The definition of a queue by its module; see `defineQueue`. */
export class QueueDefinition {
  readonly concurrency: number;

  constructor(
    readonly name: QueueName,
    { concurrency = DEFAULT_CONCURRENCY }: QueueDefaults = {},
  ) {
    if (!QUEUE_NAME.test(name))
      throw new WiringError(
        `The queue ${JSON.stringify(name)} has no valid name: begin with a small letter, and go on with up to 99 small ` +
          'letters, digits, _ or -.',
      );
    if (!Number.isInteger(concurrency) || concurrency < 1)
      throw new WiringError(`The concurrency of the queue ${name} must be a whole number from 1.`);
    this.concurrency = concurrency;
  }
}

/** Defaults of a queue, which the worker's options can override. */
export interface QueueDefaults {
  /** Maximum number of concurrent tasks in one worker. Default: 8. */
  readonly concurrency?: number;
}

/** The queues that the modules of this application define, in the order of the modules. */
@Injectable()
export class KnownQueues {
  readonly names: readonly QueueName[];
  private readonly definitions: ReadonlyMap<QueueName, QueueDefinition>;

  constructor(discovery: DiscoveryService) {
    const found = discovery.getProviders().map(({ instance }) => instance as unknown);
    const definitions = found.filter((one) => one instanceof QueueDefinition);
    this.definitions = new Map(definitions.map((one) => [one.name, one]));
    this.names = [...this.definitions.keys()];
    if (this.names.length < definitions.length)
      throw new WiringError('A queue is defined twice: define each in one module.');
  }

  /** True if a module defines a queue of this name. */
  has(name: string): boolean {
    return this.definitions.has(name);
  }

  /**
   * @param option the option of core or worker that names the queues
   * @throws WiringError for a name that no module defines
   */
  requireKnown(names: readonly string[], option: string): void {
    const unknown = names.filter((name) => !this.has(name));
    if (unknown.length > 0)
      throw new WiringError(
        `${option} names ${unknown.join(', ')}, but the queues are ${this.names.join(', ')}. Define a queue by ` +
          'defineQueue in the module that serves it.',
      );
  }

  /** The default concurrency of a queue in one worker. */
  concurrencyOf(name: QueueName): number {
    return this.definitions.get(name)?.concurrency ?? DEFAULT_CONCURRENCY;
  }
}
