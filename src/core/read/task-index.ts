import { Injectable } from '@nestjs/common';
import { Broker } from '../redis/broker.js';
import { Keys } from '../redis/keys.js';

/**
 * The ids of all submitted tasks in the order of their making: BullMQ keeps its jobs by state, so that a list over
 * all states would have to be put together from parts that change meanwhile. Ids are UUIDv7, so the order of the
 * index is that of the ids themselves, and an id is a cursor that stays right whatever is added or removed.
 */
@Injectable()
export class TaskIndex {
  constructor(
    private readonly broker: Broker,
    private readonly keys: Keys,
  ) {}

  /**
   * Enters ids, before their jobs are stored: what is entered and then not stored is passed over by readers, what
   * would be stored and not entered could not be listed.
   */
  async add(ids: readonly string[]): Promise<void> {
    await this.broker.producer.zadd(this.keys.index, ...ids.flatMap((id) => [0, id]));
  }

  async remove(ids: readonly string[]): Promise<void> {
    if (ids.length > 0) await this.broker.producer.zrem(this.keys.index, ...ids);
  }

  /** The next ids older than `before` (exclusive), newest first, up to `count`. */
  async older(before: string | undefined, count: number): Promise<{ ids: string[]; isLast: boolean }> {
    const max = before === undefined ? '+' : `(${before}`;
    const range = this.broker.producer.zrevrangebylex(this.keys.index, max, '-', 'LIMIT', 0, count);
    const ids = await this.broker.ask(range);
    return { ids, isLast: ids.length < count };
  }

  /** How many ids there are before one (exclusive), down to another. */
  async count(before: string, downTo = ''): Promise<number> {
    const range = this.broker.producer.zlexcount(this.keys.index, `[${downTo}`, `(${before}`);
    return this.broker.ask(range);
  }
}
