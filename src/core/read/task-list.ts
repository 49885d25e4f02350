import { Injectable } from '@nestjs/common';
import { madeAt } from '../task/task-id.js';
import { type PagePart, walkPage } from './page-walk.js';
import type { TaskFilter } from './task-filter.js';
import { TaskIndex } from './task-index.js';
import type { TaskSnapshot } from '../task/task-snapshot.js';
import { TaskSearch } from './task-search.js';
import { TaskStore } from './task-store.js';

/** Time limit of a page whose filter matches few tasks. It is then short and has a cursor. */
const LOOK_ON_MS = 250;
/** Minimum number of tasks read at once, since some may not match. */
const LEAST_READ = 20;
/** Larger results are left out of lists: a page of them could exceed the process' memory. */
const MAX_RESULT_BYTES = 16_384;
/** A younger entry without a task may be about to be stored. */
const SETTLED_AFTER_MS = 60_000;

export interface TaskPage {
  readonly items: readonly TaskSnapshot[];
  /** Cursor of the next page; null if there is none. A page may be shorter than its limit and still have a next one. */
  readonly nextCursor: string | null;
}

/** The next entries of the index with their tasks; undefined for a task that is gone. */
export interface Stretch {
  readonly ids: readonly string[];
  readonly tasks: readonly (TaskSnapshot | undefined)[];
  readonly isLast: boolean;
}

/** Lists submitted tasks, newest first. */
@Injectable()
export class TaskList {
  constructor(
    private readonly index: TaskIndex,
    private readonly store: TaskStore,
    private readonly search: TaskSearch,
  ) {}

  /**
   * Walks the index from `cursor` until the page is full. Each task is read once, in its state at that moment: one that
   * changes in the meantime is neither listed twice nor missed.
   */
  async page(filter: TaskFilter, limit: number, cursor?: string): Promise<TaskPage> {
    const isFiltered = Object.values(filter).some((value) => value !== undefined);
    const until = performance.now() + LOOK_ON_MS;
    const { items, next } = await walkPage<TaskSnapshot, string>({
      limit,
      after: cursor,
      // One more than the page holds shows whether there is a next one.
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
   * Reads `count` entries of the index before a place, newest first, and removes those whose tasks are gone.
   *
   * @param maxResultBytes larger results are left out
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

  /** Removes entries whose tasks are gone, for example deleted with a BullMQ tool. */
  private async forget(ids: readonly string[]): Promise<void> {
    const now = Date.now();
    await this.index.remove(ids.filter((id) => now - madeAt(id) > SETTLED_AFTER_MS));
  }
}

/** True if the task matches all criteria of the filter. */
export function fits(task: TaskSnapshot, { queue, status, name, tag }: TaskFilter): boolean {
  return (
    (queue === undefined || task.queue === queue) &&
    (status === undefined || task.status === status) &&
    (name === undefined || task.name === name) &&
    (tag === undefined || task.tags.includes(tag))
  );
}
