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
  /** The names of its keys in Redis. */
  readonly keys: QueueKeys;
}

/** BullMQ's queues by our names. Features do not see them: they use TaskQueue and TaskStore. */
@Injectable()
export class Queues {
  private readonly queues = new Map<QueueName, NamedQueue>();
  private list: readonly NamedQueue[] | undefined;

  constructor(
    private readonly known: KnownQueues,
    private readonly module: ModuleRef,
  ) {}

  get(name: QueueName): Queue {
    return this.named(name).queue;
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

  keys(name: QueueName): QueueKeys {
    return this.named(name).keys;
  }

  all(): readonly NamedQueue[] {
    return (this.list ??= this.known.names.map((name) => this.named(name)));
  }

  private named(name: QueueName): NamedQueue {
    const known = this.queues.get(name);
    if (known !== undefined) return known;
    const queue = this.find(name);
    const named = { name, queue, keys: new QueueKeys(queue.toKey('')) };
    this.queues.set(name, named);
    return named;
  }

  private find(name: QueueName): Queue {
    if (this.known.has(name)) return this.module.get<Queue>(getQueueToken(name), { strict: false });
    throw new Error(
      `There is no queue ${name}: define it by defineQueue('${name}') in the module that owns it.`,
    );
  }
}
