import { Injectable } from '@nestjs/common';
import { type TypeKeys, bringBack } from '../bullmq/aside/bring-back.js';
import { type Entry, enterType } from '../bullmq/aside/enter-type.js';
import { setAsideWaiting } from '../bullmq/aside/set-aside-waiting.js';
import { entryOf } from '../bullmq/queue-entry.js';
import { Queues } from '../bullmq/queues.js';
import { Broker } from '../redis/broker.js';
import { Keys } from '../redis/keys.js';
import type { QueueName } from '../task/queue-name.js';
import type { TaskOptions } from '../task/task.js';

/** Number of tasks that are brought back in one step: less than 2 ms of Redis' time. */
const BATCH = 100;
/** Number of tasks brought back at once by a change. Workers bring back the rest. */
const MOST_AT_ONCE = 20_000;

/** A task that a worker has taken. */
export interface Taken {
  readonly queue: QueueName;
  readonly id: string;
  /** Of its lock. */
  readonly token: string;
}

/**
 * Applies pause and concurrency of task types across all workers. A task that may not start is set aside: it is delayed
 * without an end, and brought back when a slot is free or the type is resumed. Types without these limits never get here.
 */
@Injectable()
export class TypeGate {
  constructor(
    private readonly broker: Broker,
    private readonly queues: Queues,
    private readonly keys: Keys,
  ) {}

  /** Lets a task start, or sets it aside. It then no longer belongs to the worker. */
  enter(type: string, { queue, id, token }: Taken): Promise<Entry> {
    const keys = this.queues.keys(queue);
    const entrant = { ...this.keysOf(type), queue: keys.prefix, lock: keys.lock(id), id, token };
    return this.broker.ask(enterType(this.broker.worker, entrant));
  }

  /** Gives the slot of a task back, and calls the next one. */
  async leave(type: string, { queue, id }: Pick<Taken, 'queue' | 'id'>, since: number): Promise<void> {
    const leaving = { entry: entryOf(queue, id), since };
    await this.broker.ask(bringBack(this.broker.worker, this.keysOf(type), BATCH, leaving));
  }

  /** Brings back tasks of a type as far as its limits allow, after a change of these. */
  async bringBack(type: string): Promise<void> {
    for (let brought = 0; brought < MOST_AT_ONCE; brought += BATCH)
      if ((await this.next(type)) < BATCH) return;
  }

  /** Sets aside the waiting tasks of a paused type. */
  async holdWaiting({ name, aliases = [], queue }: TaskOptions<object>): Promise<void> {
    const names = [name, ...aliases];
    const { prefix } = this.queues.keys(queue);
    await this.broker.ask(setAsideWaiting(this.broker.producer, this.keysOf(name), prefix, names));
  }

  /** Brings back one batch of each type: slots of dead workers, and changes whose process died, free some. */
  async sweep(): Promise<{ readonly mayHaveMore: boolean }> {
    const types = await this.broker.ask(this.broker.producer.smembers(this.keys.asideTypes));
    let mayHaveMore = false;
    for (const type of types) mayHaveMore = (await this.next(type)) === BATCH || mayHaveMore;
    return { mayHaveMore };
  }

  private next(type: string): Promise<number> {
    return this.broker.ask(bringBack(this.broker.producer, this.keysOf(type), BATCH));
  }

  private keysOf(typeName: string): TypeKeys {
    return {
      typeName,
      limits: this.keys.typeLimits,
      slots: this.keys.typeSlots(typeName),
      aside: this.keys.typeAside(typeName),
      asideTypes: this.keys.asideTypes,
      prefix: `${this.broker.prefix}:`,
      changes: this.keys.changes,
    };
  }
}
