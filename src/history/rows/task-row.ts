import { type FullTask, type TaskSnapshot, rowsOf, taskFields } from '../../core/index.js';
import { type OtherColumn, type SqlValue, columns, fieldColumns, kinds, otherColumns } from './columns.js';
import { storedJson } from './stored-text.js';

/** Lines of a task's log, and the number of the first of them. */
export interface StoredLog {
  readonly first: number;
  readonly lines: readonly string[];
}

/** Everything that is stored of a task. */
export interface RecordedTask {
  readonly task: TaskSnapshot;
  /** JSON text; undefined if it is not kept. */
  readonly payload: string | undefined;
  readonly log: StoredLog | undefined;
  /** The version of the worker that ran it last, if known. */
  readonly version: string | null;
  readonly runMs: number | null;
  readonly waitMs: number | null;
}

/** Stored apart from the fields: in columns of their own, or not at all. */
const APART: ReadonlySet<string> = new Set([...Object.keys(fieldColumns), 'error', 'result']);

/** The fields that are stored in `rest`: a new field belongs to them by itself. */
const restFields = rowsOf(taskFields)
  .filter(([name, { value, inHistory }]) => value && inHistory !== false && !APART.has(name))
  .map(([name]) => name);

/** Values of a snapshot's fields that are not stored. */
const unstored: Readonly<Record<string, unknown>> = Object.fromEntries(
  rowsOf(taskFields).flatMap(([name, { value }]) => (value ? [[name, null]] : [])),
);

/** Values that most tasks have, which need not be stored. All others have null. */
const usual: Readonly<Record<string, unknown>> = {
  ...{ isResultLeftOut: false, errors: [], revocations: [], logLines: 0 },
};

/** A task as the values of `columns`, in their order. */
export function rowOf(recorded: RecordedTask): SqlValue[] {
  const { task, payload, log, version, runMs, waitMs } = recorded;
  const row = new Row();
  for (const [field, [column, kind]] of Object.entries(fieldColumns))
    row.store(column, kinds[kind], Reflect.get(task, field));
  row.storeJson('payload', payload);
  row.storeJson('result', task.result === null ? undefined : JSON.stringify(task.result));
  row.storeJson('log', log === undefined || log.lines.length === 0 ? undefined : JSON.stringify(log));
  row.storeJson('rest', restOf(task));
  const others = { run_ms: runMs, wait_ms: waitMs, version };
  const errors = { error_type: task.error?.type ?? null, error_message: task.error?.message ?? null };
  for (const [column, value] of Object.entries({ ...others, ...errors }))
    row.store(column, kinds[otherColumns[column as OtherColumn]], value);
  return row.values();
}

/** The same with nothing but texts in the documents' columns, for a task whose documents jsonb refuses. */
export function plainRowOf(recorded: RecordedTask): SqlValue[] {
  const exact = new Map<string, string>();
  const row = rowOf(recorded);
  for (const [i, [column, { cast }]] of columns.entries()) {
    const value = row[i];
    if (cast !== kinds.json.cast || column === 'exact' || typeof value !== 'string') continue;
    if (isJson(value)) exact.set(column, value);
    row[i] = null;
  }
  row[columns.findIndex(([column]) => column === 'exact')] = JSON.stringify(Object.fromEntries(exact));
  return row;
}

/** The payload of another program's job may be anything. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The values of one task by their columns. */
class Row {
  private readonly stored = new Map<string, SqlValue>();
  private readonly exact = new Map<string, string>();

  store(column: string, { store }: (typeof kinds)[keyof typeof kinds], original: unknown): void {
    const { value, isExact } = store(original);
    this.stored.set(column, value);
    if (!isExact) this.exact.set(column, JSON.stringify(original));
  }

  storeJson(column: OtherColumn, text: string | undefined): void {
    if (text === undefined) return;
    const { value, isExact } = storedJson(text);
    this.stored.set(column, value);
    if (!isExact) this.exact.set(column, text);
  }

  values(): SqlValue[] {
    if (this.exact.size > 0) this.stored.set('exact', JSON.stringify(Object.fromEntries(this.exact)));
    return columns.map(([column]) => this.stored.get(column) ?? null);
  }
}

/** The JSON of the other fields, without usual values; undefined if all have them. */
function restOf(task: TaskSnapshot): string | undefined {
  const values = restFields.flatMap((name): [string, unknown][] => {
    const value: unknown = Reflect.get(task, name);
    return isUsual(name, value) ? [] : [[name, value]];
  });
  return values.length === 0 ? undefined : JSON.stringify(Object.fromEntries(values));
}

function isUsual(name: string, value: unknown): boolean {
  const expected = usual[name] ?? null;
  return Array.isArray(expected) ? Array.isArray(value) && value.length === 0 : value === expected;
}

/** The columns that `fullTaskOf` reads: `SELECT ${taskColumns(true)} FROM task`. */
export function taskColumns(withPayload: boolean): string {
  const unread = new Set<string>([
    'log',
    'run_ms',
    'wait_ms',
    'version',
    ...(withPayload ? [] : ['payload']),
  ]);
  return columns.flatMap(([column]) => (unread.has(column) ? [] : [column])).join(', ');
}

/** A row of `task` as pg reads it: times in ms since 1970. */
export type TaskRow = Readonly<Record<string, unknown>>;

/** Reads what `rowOf` has stored. */
export function fullTaskOf(row: TaskRow): FullTask {
  const values = withExact(row);
  const rest = typeof values['rest'] === 'object' ? values['rest'] : {};
  const fields = Object.entries(fieldColumns).map(([field, [column]]) => [field, values[column]]);
  const { error_type: type, error_message: message } = values;
  const error = typeof type === 'string' ? { type, message } : null;
  const task = {
    ...{ ...unstored, ...usual, ...rest },
    ...{ ...Object.fromEntries(fields), error, result: values['result'] ?? null },
  } as unknown as TaskSnapshot; // it has every field of `taskFields`, as `rowOf` has stored it
  return { task, payload: values['payload'] ?? undefined };
}

/** The lines of a task's log; none if it has logged nothing. */
export function logIn(row: TaskRow): StoredLog {
  // Only `rowOf` writes it.
  return (withExact(row)['log'] as StoredLog | null | undefined) ?? { first: 0, lines: [] };
}

function withExact(row: TaskRow): TaskRow {
  const { exact } = row;
  if (typeof exact !== 'object' || exact === null) return row;
  const texts = Object.entries(exact as Readonly<Record<string, string>>).filter(([column]) => column in row);
  const originals = texts.map(([column, text]): [string, unknown] => [column, JSON.parse(text)]);
  return { ...row, ...Object.fromEntries(originals) };
}
