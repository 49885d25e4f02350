import { getQueueToken } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type { Queue } from 'bullmq';
import { KnownQueues } from '../task/known-queues.js';
import type { QueueName } from '../task/queue-name.js';
import { QueueKeys } from './layout.js';

/** One of our queues, with BullMQ's side of it. */
export interface NamedQueue {
  readonly name: QueueName;
  readonly queue: Queue;
}

/** BullMQ's queues by our names. Features do not see them: they use TaskQueue and TaskStore. */
@Injectable()
export class Queues {
  private readonly queues = new Map<QueueName, Queue>();

  constructor(
    private readonly known: KnownQueues,
    private readonly module: ModuleRef,
  ) {}

  get(name: QueueName): Queue {
    const queue = this.queues.get(name) ?? this.find(name);
    this.queues.set(name, queue);
    return queue;
  }

  get names(): readonly QueueName[] {
    return this.known.names;
  }

  has(name: string): boolean {
    return this.known.has(name);
  }

  /** @throws WiringError, see `KnownQueues` */
  requireKnown(names: readonly string[], option: string): void {
    this.known.requireKnown(names, option);
  }

  /** The names of its keys in Redis. */
  keys(name: QueueName): QueueKeys {
    return new QueueKeys(this.get(name).toKey(''));
  }

  all(): readonly NamedQueue[] {
    return this.known.names.map((name) => ({ name, queue: this.get(name) }));
  }

  private find(name: QueueName): Queue {
    if (this.known.has(name)) return this.module.get<Queue>(getQueueToken(name), { strict: false });
    throw new Error(
      `There is no queue ${name}: define it by defineQueue('${name}') in the module that owns it.`,
    );
  }
}
