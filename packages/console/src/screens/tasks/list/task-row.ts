import type { Task, TaskChange } from '../../../api/types.js';

/** Characters of a payload or a result that a row keeps: 100,000 rows must fit into memory. */
const SHOWN = 200;

/** A task as a row of the list: what changes bring, and short texts of what may be large. */
export interface TaskRow extends TaskChange {
  readonly archived: boolean;
  readonly crashes: number;
  readonly submitted_by: string | null;
  /** The payload in one line; undefined if it was not asked for. */
  readonly payload: string | undefined;
  /** The result in one line; undefined until the task is over. */
  readonly result: string | undefined;
  /** Values of the payload, by their field, of the arguments that have a column of their own. */
  readonly values: Readonly<Record<string, string>>;
  /** True if the task has ended since it was read: its result is not known yet. */
  readonly isStale: boolean;
}

/** @param fields of the payload that have columns */
export function rowOf(task: Task, fields: readonly string[] = []): TaskRow {
  const { payload, columns } = task;
  return {
    ...changeOf(task),
    archived: task.archived === true,
    crashes: task.crashes,
    submitted_by: task.submitted_by,
    payload: payload === undefined ? undefined : shortJson(payload),
    result: isOver(task) && task.status !== 'REVOKED' ? resultText(task) : undefined,
    values: Object.fromEntries(
      fields.map((field) => [field, shortJson(columns?.[field] ?? valueAt(payload, field))]),
    ),
    isStale: false,
  };
}

/** The row after a change of its task. */
export function changedRow(row: TaskRow, change: TaskChange): TaskRow {
  const hasEnded = isOver(change) && !isOver(row);
  return {
    ...row,
    ...change,
    isStale: row.isStale || hasEnded,
    result: isOver(change) ? row.result : undefined,
  };
}

export function isOver({ status }: Pick<TaskChange, 'status'>): boolean {
  return status === 'SUCCESS' || status === 'FAILURE' || status === 'REVOKED';
}

/** Duration of the last attempt; undefined if it is running, or if there was none. */
export function runMsOf({ status, started_at, finished_at }: TaskChange): number | undefined {
  if (!started_at || !finished_at || status === 'STARTED') return undefined;
  return Date.parse(finished_at) - Date.parse(started_at);
}

/** JSON in one line, without the quotes of a text, cut where it is long. */
export function shortJson(value: unknown): string {
  if (value === undefined) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

function changeOf(task: Task): TaskChange {
  const { task_id, name, queue, status, attempt, max_attempts, error, priority, tags, worker } = task;
  const { created_at, run_at, started_at, finished_at } = task;
  const { workflow_id, revoke_reason, cancel_requested_at } = task;
  return {
    ...{ task_id, name, queue, status, attempt, max_attempts, error, priority, tags, worker },
    ...{ created_at, run_at, started_at, finished_at },
    ...{ workflow_id, revoke_reason, cancel_requested_at },
  };
}

function resultText(task: Task): string {
  return task.result_left_out ? '(more than 16 kB)' : shortJson(task.result);
}

function valueAt(payload: unknown, field: string): unknown {
  return field
    .split('.')
    .reduce<unknown>(
      (value, name) =>
        typeof value === 'object' && value !== null && Object.hasOwn(value, name)
          ? (value as Record<string, unknown>)[name]
          : undefined,
      payload,
    );
}
