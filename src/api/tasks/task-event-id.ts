import type { TaskSnapshot } from '../../core/task/task-snapshot.js';
import { isFinal } from '../../core/task/task-status.js';

/**
 * What a client has of a task's events, said by the id of the last one: `12` is twelve lines of the log, and
 * `12-1795507200009` also the result of the task that finished then. More need not be known: whoever comes back gets
 * the lines that are missing, and the rest of the task as it is now.
 */
export interface SeenEvents {
  readonly lines: number;
  /** ms since 1970; null before the result */
  readonly finishedAt: number | null;
}

export function eventId({ lines, finishedAt }: SeenEvents): string {
  return finishedAt === null ? String(lines) : `${lines}-${finishedAt}`;
}

/** @param header `Last-Event-ID`; one that is not ours counts as none: the client gets everything */
export function parseEventId(header: string | undefined): SeenEvents {
  const [, lines, finishedAt] = /^(\d{1,15})(?:-(\d{1,15}))?$/.exec(header ?? '') ?? [];
  return { lines: Number(lines ?? 0), finishedAt: finishedAt === undefined ? null : Number(finishedAt) };
}

/** Whether there is nothing more to come: false again when the task was retried by hand meanwhile. */
export function hasSeenAll({ finishedAt }: SeenEvents, task: TaskSnapshot): boolean {
  return finishedAt !== null && isFinal(task.status) && task.finishedAt === finishedAt;
}
