import type { LogLines } from '../read/task-output.js';
import type { TaskSnapshot } from '../task/task-snapshot.js';
import { isFinal } from '../task/task-status.js';

/** What one look at a task found. The log is read after the task, so that of a final task it is complete. */
export interface TaskView {
  readonly task: TaskSnapshot;
  readonly log: LogLines;
}

/** What is new about a task to somebody who has seen it before. */
export type TaskEvent =
  | { readonly type: 'state' | 'progress' | 'result'; readonly task: TaskSnapshot }
  | { readonly type: 'log'; readonly log: LogLines };

/** What a `state` is about: whatever changes while a task lives, besides its progress and its result. */
const STATE = [
  'status',
  'attempt',
  'maxAttempts',
  'worker',
  'runAt',
  'startedAt',
  'finishedAt',
  'cancelRequestedAt',
  'revokeReason',
] as const satisfies readonly (keyof TaskSnapshot)[];

/**
 * The events that lead from what was seen to what a look has found now. What an attempt says comes after its start
 * and before its end, and the result last. States between two looks are left out, never made up or turned round.
 */
export function eventsBetween(seen: TaskSnapshot, { task, log }: TaskView): TaskEvent[] {
  const state = events(
    'state',
    STATE.some((field) => seen[field] !== task[field]),
    task,
  );
  const progress = events('progress', !isSameJson(seen.progress, task.progress), task);
  const lines: TaskEvent[] = log.lines.length > 0 ? [{ type: 'log', log }] : [];
  const result = events('result', isFinal(task.status), task);
  return task.status === 'STARTED'
    ? [...state, ...lines, ...progress]
    : [...lines, ...progress, ...state, ...result];
}

/** The part of the log from number `from` on. */
export function linesFrom({ first, lines }: LogLines, from: number): LogLines {
  return { first: Math.max(first, from), lines: lines.slice(Math.max(from - first, 0)) };
}

function events(type: 'state' | 'progress' | 'result', isNew: boolean, task: TaskSnapshot): TaskEvent[] {
  return isNew ? [{ type, task }] : [];
}

function isSameJson(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
