import { Logger } from '@nestjs/common';
import type { Queue } from 'bullmq';
import { type QueueName, queueNames } from '../../platform/config/queue-names.js';
import { QueueKeys } from './layout.js';

/** One of our queues, with BullMQ's side of it. */
export interface NamedQueue {
  readonly name: QueueName;
  readonly queue: Queue;
}

/** BullMQ's queues by our names. Features do not see them: they use TaskQueue and TaskStore. */
export class Queues {
  private readonly logger = new Logger(Queues.name);
  private readonly named: readonly NamedQueue[];

  /** @param queues one for each of `queueNames` */
  constructor(private readonly queues: readonly Queue[]) {
    this.named = queueNames.map((name) => ({ name, queue: find(queues, name) }));
    // The connection's errors are logged once by Broker; without a listener they would end the process.
    for (const queue of queues) queue.on('error', (error) => this.logger.debug(error.message));
  }

  get(name: QueueName): Queue {
    return find(this.queues, name);
  }

  /** The names of its keys in Redis. */
  keys(name: QueueName): QueueKeys {
    return new QueueKeys(this.get(name).toKey(''));
  }

  all(): readonly NamedQueue[] {
    return this.named;
  }
}

function find(queues: readonly Queue[], name: QueueName): Queue {
  const found = queues.find((queue) => queue.name === name);
  if (found === undefined) throw new Error(`There is no queue ${name}: register it in queue.module.ts`);
  return found;
}
