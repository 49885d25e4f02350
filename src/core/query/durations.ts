import type { TaskSnapshot } from '../task/task-snapshot.js';

/** Duration of the last attempt in ms; null unless the task has started and is over. */
export function runMsOf({
  startedAt,
  finishedAt,
}: Pick<TaskSnapshot, 'startedAt' | 'finishedAt'>): number | null {
  if (startedAt === null || finishedAt === null) return null;
  return Math.max(0, finishedAt - startedAt); // two processes, two clocks
}

/**
 * Time in ms from when the task could have been started until its first start; null if it has not started. Null in
 * RETRY, too: `runAt` is then the time of the retry, and the planned first start is not known.
 */
export function waitMsOf(
  task: Pick<TaskSnapshot, 'status' | 'createdAt' | 'runAt' | 'startedAt' | 'errors'>,
): number | null {
  const firstStart = firstStartOf(task);
  if (firstStart === null || task.status === 'RETRY') return null;
  return Math.max(0, firstStart - Math.max(task.createdAt, task.runAt ?? task.createdAt));
}

/** The first failed attempt has recorded its start; an attempt that lost its worker has not. */
function firstStartOf({ startedAt, errors }: Pick<TaskSnapshot, 'startedAt' | 'errors'>): number | null {
  const recorded = errors[0] === undefined ? NaN : Date.parse(errors[0].started_at);
  return startedAt === null || Number.isNaN(recorded) ? startedAt : Math.min(recorded, startedAt);
}
