import type { SearchPosition, Sorting } from '../history/task-history.js';
import { runMsOf, waitMsOf } from '../query/durations.js';
import type { TaskSnapshot } from '../task/task-snapshot.js';

export type Order = 'asc' | 'desc';

const VALUES: Readonly<Record<Sorting, (task: TaskSnapshot) => number | null>> = {
  created: ({ createdAt }) => createdAt,
  finished: ({ finishedAt }) => finishedAt,
  run_ms: runMsOf,
  wait_ms: waitMsOf,
};

/** The place of a task in a sorted list; undefined if it has no such value. */
export function placeIn(sort: Sorting, task: TaskSnapshot): SearchPosition | undefined {
  const value = VALUES[sort](task);
  return value === null ? undefined : { value, id: task.id };
}

/** Compares two places of a list: negative if the first one comes earlier. `created` is the order of the ids alone. */
export function comparison(sort: Sorting, order: Order): (a: SearchPosition, b: SearchPosition) => number {
  const sign = order === 'asc' ? 1 : -1;
  const byId = (a: SearchPosition, b: SearchPosition) => (a.id === b.id ? 0 : a.id < b.id ? -sign : sign);
  if (sort === 'created') return byId;
  return (a, b) => sign * (a.value - b.value) || byId(a, b);
}
