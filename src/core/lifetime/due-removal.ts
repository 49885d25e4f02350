import { Injectable } from '@nestjs/common';
import { entryOf, parseEntry } from '../bullmq/queue-entry.js';
import { EndedTasks } from '../read/ended-tasks.js';
import { Broker } from '../redis/broker.js';
import { Keys } from '../redis/keys.js';
import { RecordedEnds } from './recorded-ends.js';
import { TaskRemoval } from './task-removal.js';

/** Number of tasks removed in one step, which limits the load on the broker. */
const BATCH = 200;

/** A task whose retention is over, unless it was retried since. */
interface DueTask {
  readonly queue: string;
  readonly id: string;
  /** ms since 1970; undefined if it has no end. */
  readonly finishedAt: number | undefined;
}

/** Removes tasks whose retention is over. */
@Injectable()
export class DueRemoval {
  constructor(
    private readonly broker: Broker,
    private readonly keys: Keys,
    private readonly removal: TaskRemoval,
    private readonly ended: EndedTasks,
    private readonly recorded: RecordedEnds,
  ) {}

  /**
   * Removes one batch, of those that the history has. A task that is being retried is left alone.
   */
  async sweep(): Promise<{ removed: number; mayHaveMore: boolean }> {
    const now = Date.now();
    const due = await this.due(now);
    const ended = due.flatMap(({ id, finishedAt }) => (finishedAt === undefined ? [] : [{ id, finishedAt }]));
    const confirmed = ended.length === 0 ? new Set() : await this.recorded.confirmed(ended);
    const removable = due.filter(({ id, finishedAt }) => finishedAt === undefined || confirmed.has(id));
    const removed = await Promise.all(removable.map((task) => this.removeDue(task, now)));
    const mayHaveMore = due.length === BATCH && removable.length > 0;
    return { removed: removed.filter(Boolean).length, mayHaveMore };
  }

  private async due(now: number): Promise<DueTask[]> {
    const { producer } = this.broker;
    const entries = await producer.zrangebyscore(this.keys.retention, '-inf', now, 'LIMIT', 0, BATCH);
    const due = entries.map(parseEntry);
    const ends = await this.ended.endsOf(due);
    return due.map((task, i) => ({ ...task, finishedAt: ends[i] }));
  }

  private async removeDue({ queue, id, finishedAt }: DueTask, now: number): Promise<boolean> {
    if (this.ended.knows(queue)) return (await this.removal.removeDue(queue, id, now, finishedAt)) === 'done';
    await this.broker.producer.zrem(this.keys.retention, entryOf(queue, id));
    return false;
  }
}
