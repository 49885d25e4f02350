import type { TaskChange } from '../../../api/types.js';
import { type TaskRow, changedRow } from './task-row.js';

/** The rows of a list in order, each once. */
export class TaskRows {
  /** Ids in order; the same array while the order is the same. */
  readonly ids: readonly string[];
  private readonly places: ReadonlyMap<string, number>;

  /** @param alike rows of the same tasks in the same order */
  constructor(
    readonly all: readonly TaskRow[] = [],
    alike?: TaskRows,
  ) {
    this.ids = alike?.ids ?? all.map(({ task_id: id }) => id);
    this.places = alike?.places ?? new Map(this.ids.map((id, place) => [id, place]));
  }

  has(id: string): boolean {
    return this.places.has(id);
  }

  get(id: string): TaskRow | undefined {
    return this.all[this.places.get(id) ?? -1];
  }

  /** With the rows of the next page. A task that has moved meanwhile stays where it was. */
  followedBy(rows: readonly TaskRow[]): TaskRows {
    const known = rows.filter((row) => this.has(row.task_id));
    return new TaskRows([
      ...this.withRows(known).all,
      ...new Map(rows.filter((row) => !this.has(row.task_id)).map((row) => [row.task_id, row])).values(),
    ]);
  }

  /** With newer versions of some rows; unknown ones are left out. */
  withRows(rows: readonly TaskRow[]): TaskRows {
    return this.mapped(rows, (row) => row);
  }

  /** After changes; those of unknown tasks are left out. */
  changedBy(changes: readonly TaskChange[]): TaskRows {
    return this.mapped(changes, (change, row) => changedRow(row, change));
  }

  without(ids: ReadonlySet<string>): TaskRows {
    return new TaskRows(this.all.filter(({ task_id: id }) => !ids.has(id)));
  }

  private mapped<Next extends { readonly task_id: string }>(
    given: readonly Next[],
    next: (given: Next, row: TaskRow) => TaskRow,
  ): TaskRows {
    const known = given.filter((one) => this.has(one.task_id));
    if (known.length === 0) return this;
    // The places need not be counted again: a long list is changed four times a second.
    const all = [...this.all];
    for (const one of known) {
      const place = this.places.get(one.task_id) ?? -1;
      const row = all[place];
      if (row) all[place] = next(one, row);
    }
    return new TaskRows(all, this);
  }
}
