import { Injectable } from '@nestjs/common';
import { Broker } from '../redis/broker.js';
import { Keys } from '../redis/keys.js';

/**
 * The ids of all submitted tasks in order of creation. BullMQ stores jobs by state, so a list over all states would
 * have to be merged from parts that change in the meantime. Ids are UUIDv7, so the index is sorted by id, and an id is
 * a cursor that stays valid whatever is added or removed.
 */
@Injectable()
export class TaskIndex {
  constructor(
    private readonly broker: Broker,
    private readonly keys: Keys,
  ) {}

  /**
   * Adds ids before their jobs are stored: readers skip an id without a job, but a job without an index entry could not
   * be listed.
   */
  async add(ids: readonly string[]): Promise<void> {
    await this.broker.producer.zadd(this.keys.index, ...ids.flatMap((id) => [0, id]));
  }

  /** Removes tasks from the index; their records are not touched. */
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

  /** The newest ids down to `from` (see `placeOf`), newest first, up to `count`. */
  async newest(from: string, count: number): Promise<string[]> {
    const range = this.broker.producer.zrevrangebylex(this.keys.index, '+', `[${from}`, 'LIMIT', 0, count);
    return this.broker.ask(range);
  }

  /** Number of ids before one (exclusive), down to another. */
  async count(before: string, downTo = ''): Promise<number> {
    const range = this.broker.producer.zlexcount(this.keys.index, `[${downTo}`, `(${before}`);
    return this.broker.ask(range);
  }
}
