import type { TaskSnapshot } from '../../../core/task/task-snapshot.js';
import { isFinal } from '../../../core/task/task-status.js';

/**
 * A client's position in a task's events, encoded in the id of the last one: `12` means twelve lines of the log, and
 * `12-1795507200009` also the result of the task that finished then. That is enough: a reconnecting client gets the
 * missing lines and the current task.
 */
export interface SeenEvents {
  readonly lines: number;
  /** ms since 1970; null before the result */
  readonly finishedAt: number | null;
}

export function eventId({ lines, finishedAt }: SeenEvents): string {
  return finishedAt === null ? String(lines) : `${lines}-${finishedAt}`;
}

/** @param header `Last-Event-ID`; an unknown one is ignored: the client gets everything */
export function parseEventId(header: string | undefined): SeenEvents {
  const [, lines, finishedAt] = /^(\d{1,15})(?:-(\d{1,15}))?$/.exec(header ?? '') ?? [];
  return { lines: Number(lines ?? 0), finishedAt: finishedAt === undefined ? null : Number(finishedAt) };
}

/** True if no more events follow. False again if the task was retried by hand in the meantime. */
export function hasSeenAll({ finishedAt }: SeenEvents, task: TaskSnapshot): boolean {
  return finishedAt !== null && isFinal(task.status) && task.finishedAt === finishedAt;
}
