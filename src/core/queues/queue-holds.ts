import { Injectable } from '@nestjs/common';
import type { QueueName } from '../task/queue-name.js';
import { Broker, msOf } from '../redis/broker.js';
import { Keys } from '../redis/keys.js';

/** `paused`: no worker starts a task. `closed`: no new task is accepted. */
export type HoldKind = 'paused' | 'closed';

/** The time of a pause or closing, with the client's name. */
export interface Hold {
  /** ms since 1970, by the broker's clock. */
  readonly since: number;
  /** The name of the API key, or `anonymous`. */
  readonly by: string;
  readonly reason: string | null;
}

/**
 * Records of paused and closed queues: one hash per kind, by queue name. An entry closes a queue. BullMQ knows whether
 * a queue is paused; the entry only adds time and client.
 */
@Injectable()
export class QueueHolds {
  private readonly listeners: ((queue: QueueName) => void)[] = [];

  constructor(
    private readonly broker: Broker,
    private readonly keys: Keys,
  ) {}

  /** @param listener called after each change made by this process, not by others */
  onChange(listener: (queue: QueueName) => void): void {
    this.listeners.push(listener);
  }

  /** A queue that is already held keeps its first entry. */
  async begin(kind: HoldKind, queue: QueueName, by: string, reason: string | null): Promise<void> {
    const { producer } = this.broker;
    const since = msOf(await this.broker.ask(producer.time()));
    const hold: Hold = { since, by, reason };
    await this.broker.ask(producer.hsetnx(this.keys.holds(kind), queue, JSON.stringify(hold)));
    this.announce(queue);
  }

  async end(kind: HoldKind, queue: QueueName): Promise<void> {
    await this.broker.ask(this.broker.producer.hdel(this.keys.holds(kind), queue));
    this.announce(queue);
  }

  /** Undefined if the queue is not held in this way, or was held by a version without entries. */
  async find(kind: HoldKind, queue: QueueName): Promise<Hold | undefined> {
    const found = await this.broker.ask(this.broker.producer.hget(this.keys.holds(kind), queue));
    return parseHold(found) ?? undefined;
  }

  private announce(queue: QueueName): void {
    for (const listener of this.listeners) listener(queue);
  }
}

/** @param stored the entry of a queue; only `begin` writes it */
export function parseHold(stored: string | null): Hold | null {
  return stored === null ? null : (JSON.parse(stored) as Hold);
}
