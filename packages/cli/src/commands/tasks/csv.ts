import type { Task } from '@celeriac/client';

type Cell = string | number | boolean | null | undefined;

const COLUMNS: readonly (readonly [title: string, cell: (task: Task) => Cell])[] = [
  ['task_id', ({ task_id }) => task_id],
  ['name', ({ name }) => name],
  ['queue', ({ queue }) => queue],
  ['status', ({ status }) => status],
  ['priority', ({ priority }) => priority],
  ['attempt', ({ attempt }) => attempt],
  ['max_attempts', ({ max_attempts }) => max_attempts],
  ['crashes', ({ crashes }) => crashes],
  ['created_at', ({ created_at }) => created_at],
  ['run_at', ({ run_at }) => run_at],
  ['started_at', ({ started_at }) => started_at],
  ['finished_at', ({ finished_at }) => finished_at],
  ['expires_at', ({ expires_at }) => expires_at],
  ['worker', ({ worker }) => worker],
  ['tags', ({ tags }) => tags.join(' ')],
  ['error_type', ({ error }) => error?.type],
  ['error_message', ({ error }) => error?.message],
  ['result', ({ result }) => jsonOf(result)],
  ['progress', ({ progress }) => jsonOf(progress)],
  ['submitted_by', ({ submitted_by }) => submitted_by],
  ['parent_id', ({ parent_id }) => parent_id],
  ['root_id', ({ root_id }) => root_id],
  ['workflow_id', ({ workflow_id }) => workflow_id],
  ['step', ({ step }) => step],
  ['replay_of', ({ replay_of }) => replay_of],
  ['revoke_reason', ({ revoke_reason }) => revoke_reason],
  ['payload', ({ payload }) => (payload === undefined ? null : jsonOf(payload))],
];

/** The first line of a table of tasks. */
export const CSV_HEAD = `${COLUMNS.map(([title]) => title).join(',')}\r\n`;

/** The line of a task (RFC 4180). A text that a spreadsheet would run as a formula begins with an apostrophe. */
export function csvLine(task: Task): string {
  return `${COLUMNS.map(([, cell]) => fieldOf(cell(task))).join(',')}\r\n`;
}

function fieldOf(value: Cell): string {
  if (value === null || value === undefined) return '';
  const isFormula = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) && Number.isNaN(Number(value));
  const text = isFormula ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function jsonOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
