import type { LogLines, TaskEvent } from '../task/handle/task-event.js';
import { stateFields } from '../task/task-fields.js';
import type { TaskSnapshot } from '../task/task-snapshot.js';
import { isFinal } from '../task/task-status.js';

/** The result of one read of a task. The log is read after the task, so that of a final task is complete. */
export interface TaskView {
  readonly task: TaskSnapshot;
  readonly log: LogLines;
}

/**
 * The fields of a `state` event that reveal a change. Every read creates a new error object; its changes coincide with
 * those of the attempt.
 */
const COMPARED = stateFields.filter((field) => field !== 'error');

/**
 * The events between the last state seen and the current one. An attempt's output comes after its start and before its
 * end, and the result last. Intermediate states are skipped, never invented or reordered.
 */
export function eventsBetween(seen: TaskSnapshot, { task, log }: TaskView): TaskEvent[] {
  const state = events(
    'state',
    COMPARED.some((field) => seen[field] !== task[field]),
    task,
  );
  const progress = events('progress', !isSameJson(seen.progress, task.progress), task);
  const lines: TaskEvent[] = log.lines.length > 0 ? [{ type: 'log', log }] : [];
  const result = events('result', isFinal(task.status), task);
  return task.status === 'STARTED'
    ? [...state, ...lines, ...progress]
    : [...lines, ...progress, ...state, ...result];
}

/** The part of the log from line number `from`. */
export function linesFrom({ first, lines }: LogLines, from: number): LogLines {
  return { first: Math.max(first, from), lines: lines.slice(Math.max(from - first, 0)) };
}

function events(type: 'state' | 'progress' | 'result', isNew: boolean, task: TaskSnapshot): TaskEvent[] {
  return isNew ? [{ type, task }] : [];
}

function isSameJson(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
