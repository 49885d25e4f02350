import { Injectable } from '@nestjs/common';
import { madeAt } from '../task/task-id.js';
import { type PagePart, walkPage } from './page-walk.js';
import type { TaskFilter } from './task-filter.js';
import { TaskIndex } from './task-index.js';
import type { TaskSnapshot } from '../task/task-snapshot.js';
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
    const until = performance.now() + LOOK_ON_MS;
    const { items, next } = await walkPage<TaskSnapshot, string>({
      limit,
      after: cursor,
      // One more than fit on the page tells whether there is a next one.
      read: (after, room) =>
        isFiltered ? this.found(filter, Math.max(room, LEAST_READ) + 1, after) : this.all(room + 1, after),
      isEnough: () => performance.now() >= until,
    });
    return { items, nextCursor: next };
  }

  private async found(
    filter: TaskFilter,
    count: number,
    before: string | undefined,
  ): Promise<PagePart<TaskSnapshot, string>> {
    const { ids, next } = await this.search.candidates(filter, count, before);
    const tasks = await this.store.findMany(ids, MAX_RESULT_BYTES);
    const fitting = tasks.map((task) => (task && fits(task, filter) ? task : undefined));
    return { entries: ids.map((place, i) => ({ place, item: fitting[i] })), next };
  }

  private async all(count: number, before: string | undefined): Promise<PagePart<TaskSnapshot, string>> {
    const { ids, tasks, isLast } = await this.stretch(before, count);
    const entries = ids.map((place, i) => ({ place, item: tasks[i] }));
    return { entries, next: isLast ? null : (ids.at(-1) ?? null) };
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
