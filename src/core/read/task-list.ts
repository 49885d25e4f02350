import { Injectable } from '@nestjs/common';
import type { QueueName } from '../../platform/config/queue-names.js';
import { madeAt } from '../task/task-id.js';
import { TaskIndex } from './task-index.js';
import type { TaskSnapshot } from '../task/task-snapshot.js';
import type { TaskStatus } from '../task/task-status.js';
import { TaskSearch } from './task-search.js';
import { TaskStore } from './task-store.js';

/** How long a page looks on where a filter fits few tasks. Then it is short, and has a cursor to go on. */
const LOOK_ON_MS = 250;
/** Tasks read at once at least, where some may not fit after all. */
const LEAST_READ = 20;
/** Larger results are left out of lists: a page of them could be larger than the memory of the process. */
const MAX_RESULT_BYTES = 16_384;
/** An entry without a task younger than this may be about to be stored. */
const SETTLED_AFTER_MS = 60_000;

export interface TaskFilter {
  readonly queue?: QueueName | undefined;
  readonly status?: TaskStatus | undefined;
  readonly name?: string | undefined;
  readonly tag?: string | undefined;
}

export interface TaskPage {
  readonly items: readonly TaskSnapshot[];
  /** The id to go on from; null when there are no more. A page can have one and be shorter than its limit. */
  readonly nextCursor: string | null;
}

/** The next entries of the index, and the tasks that stand behind them; undefined for one that is gone. */
export interface Stretch {
  readonly ids: readonly string[];
  readonly tasks: readonly (TaskSnapshot | undefined)[];
  readonly isLast: boolean;
}

/** Lists submitted tasks, the newest first. */
@Injectable()
export class TaskList {
  constructor(
    private readonly index: TaskIndex,
    private readonly store: TaskStore,
    private readonly search: TaskSearch,
  ) {}

  /**
   * Goes down the index from `cursor` until the page is full. Each task is read once, as it is at that moment: one
   * that changes its state meanwhile is neither seen twice nor missed.
   */
  async page(filter: TaskFilter, limit: number, cursor?: string): Promise<TaskPage> {
    const isFiltered = Object.values(filter).some((value) => value !== undefined);
    const items: TaskSnapshot[] = [];
    let position = cursor;
    const until = performance.now() + LOOK_ON_MS;
    do {
      // One more than fit on the page tells whether there is a next one.
      const count = Math.max(limit - items.length, isFiltered ? LEAST_READ : 0) + 1;
      const { ids, tasks, next } = isFiltered
        ? await this.found(filter, count, position)
        : await this.all(count, position);
      for (const [i, snapshot] of tasks.entries()) {
        const isFull = snapshot && fits(snapshot, filter) && items.push(snapshot) === limit;
        if (!isFull) continue;
        const isEnd = next === null && i === ids.length - 1;
        return { items, nextCursor: isEnd ? null : (ids[i] ?? null) };
      }
      if (next === null) return { items, nextCursor: null };
      position = next;
    } while (performance.now() < until);
    return { items, nextCursor: position };
  }

  private async found(filter: TaskFilter, count: number, before: string | undefined) {
    const { ids, next } = await this.search.candidates(filter, count, before);
    return { ids, next, tasks: await this.store.findMany(ids, MAX_RESULT_BYTES) };
  }

  private async all(count: number, before: string | undefined) {
    const { ids, tasks, isLast } = await this.stretch(before, count);
    return { ids, tasks, next: isLast ? null : (ids.at(-1) ?? null) };
  }

  /**
   * Goes down the index by `count` entries from before a place, the newest first, and takes out of it what is gone.
   *
   * @param maxResultBytes a larger result is left out
   */
  async stretch(
    before: string | undefined,
    count: number,
    maxResultBytes = MAX_RESULT_BYTES,
  ): Promise<Stretch> {
    const { ids, isLast } = await this.index.older(before, count);
    const tasks = await this.store.findMany(ids, maxResultBytes);
    await this.forget(ids.filter((_, i) => tasks[i] === undefined));
    return { ids, tasks, isLast };
  }

  /** Entries whose tasks are gone (removed with a tool of BullMQ's, say) are taken out when they are met. */
  private async forget(ids: readonly string[]): Promise<void> {
    const now = Date.now();
    await this.index.remove(ids.filter((id) => now - madeAt(id) > SETTLED_AFTER_MS));
  }
}

/** Whether a task is what a filter asks for, in all of it. */
export function fits(task: TaskSnapshot, { queue, status, name, tag }: TaskFilter): boolean {
  return (
    (queue === undefined || task.queue === queue) &&
    (status === undefined || task.status === status) &&
    (name === undefined || task.name === name) &&
    (tag === undefined || task.tags.includes(tag))
  );
}
