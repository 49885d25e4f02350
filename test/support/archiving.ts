import { Retention } from '../../src/core/lifetime/retention.js';
import { Histories } from '../../src/core/history/task-history.js';
import { TaskPayloads } from '../../src/core/read/task-payloads.js';
import { TaskStore } from '../../src/core/read/task-store.js';
import { MemoryHistory } from './memory-history.js';
import type { Stand } from './stand.js';

const DAY_MS = 86_400_000;

/** A stand with a history in memory, into which the test puts tasks. */
export class Archiving {
  readonly history = new MemoryHistory();

  constructor(private readonly stand: Stand) {
    for (const process of [stand.app, stand.worker])
      process.get(Histories, { strict: false }).use(this.history);
  }

  /** Puts a final task into the history. */
  async record(id: string, lines: readonly string[] = []): Promise<void> {
    const task = await this.stand.app.get(TaskStore).find(id);
    const [payload] = await this.stand.app.get(TaskPayloads).findMany([task]);
    this.history.keep({ task, payload }, lines);
  }

  /** Ends the retention of a task in the queue `tasks`. It stays in the broker until it is removed. */
  async expire(id: string): Promise<void> {
    const { redis, prefix } = this.stand.sandbox;
    const ended = Date.now() - 2 * DAY_MS;
    await redis.hset(`${prefix}:tasks:${id}`, 'finishedOn', ended);
    for (const set of ['completed', 'failed']) await redis.zadd(`${prefix}:tasks:${set}`, 'XX', ended, id);
  }

  /** Removes what is over from the broker. */
  async forget(id: string): Promise<void> {
    await this.expire(id);
    const retention = this.stand.worker.get(Retention);
    await retention.enter(0);
    await retention.sweep();
  }
}
