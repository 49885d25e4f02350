import { Injectable } from '@nestjs/common';
import { Broker, Keys } from '../../core/index.js';

/** The ids of a dry run can be used for so long. */
const KEPT_MS = 3_600_000;
/** The ids of an order are kept for as long as a bulk action, which may have to wait. */
const ORDERED_MS = 604_800_000;

/** Maximum number of tasks of one bulk action by query. */
export const MOST_IDS = 100_000;

/** The tasks that bulk actions by query have fixed, so that exactly these are acted on. */
@Injectable()
export class BulkIds {
  constructor(
    private readonly broker: Broker,
    private readonly keys: Keys,
  ) {}

  /** Forgets what an attempt that died had fixed. */
  async clear(id: string): Promise<void> {
    await this.broker.ask(this.broker.producer.del(this.keys.bulkIds(id)));
  }

  async add(id: string, tasks: readonly string[]): Promise<void> {
    if (tasks.length === 0) return;
    await this.broker.ask(this.broker.producer.rpush(this.keys.bulkIds(id), ...tasks));
    await this.keep(id);
  }

  count(id: string): Promise<number> {
    return this.broker.ask(this.broker.producer.llen(this.keys.bulkIds(id)));
  }

  read(id: string, from: number, count: number): Promise<string[]> {
    return this.broker.ask(this.broker.producer.lrange(this.keys.bulkIds(id), from, from + count - 1));
  }

  /** Keeps them until an order that names the dry run has been carried out. */
  keep(id: string): Promise<number> {
    return this.broker.ask(this.broker.producer.pexpire(this.keys.bulkIds(id), ORDERED_MS));
  }

  /** Keeps them for an hour from now. */
  release(id: string): Promise<number> {
    return this.broker.ask(this.broker.producer.pexpire(this.keys.bulkIds(id), KEPT_MS));
  }
}
