import { type FullTask, type TaskSnapshot, rowsOf, taskFields } from '../../core/index.js';
import {
  type Kind,
  type OtherColumn,
  type SqlValue,
  columns,
  fieldColumns,
  kinds,
  otherColumns,
} from './columns.js';
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

const places: ReadonlyMap<string, number> = new Map(columns.map(([column], i) => [column, i]));

/** The columns of `fieldColumns`, prepared for `rowOf`. */
const fieldKinds = Object.entries(fieldColumns).map(([field, [column, kind]]) => ({
  field: field as keyof typeof fieldColumns,
  column,
  kind: kinds[kind],
}));

/** A task as the values of `columns`, in their order. */
export function rowOf(recorded: RecordedTask): SqlValue[] {
  const { task, payload, log, version, runMs, waitMs } = recorded;
  const row = new Row();
  for (const { field, column, kind } of fieldKinds) row.store(column, kind, task[field]);
  row.storeJson('payload', payload);
  row.storeJson('result', task.result === null ? undefined : JSON.stringify(task.result));
  row.storeJson('log', log === undefined || log.lines.length === 0 ? undefined : JSON.stringify(log));
  row.storeJson('rest', restOf(task));
  row.storeOther('run_ms', runMs);
  row.storeOther('wait_ms', waitMs);
  row.storeOther('version', version);
  row.storeOther('error_type', task.error?.type ?? null);
  row.storeOther('error_message', task.error?.message ?? null);
  return row.finish();
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

/** The values of one task. */
class Row {
  private readonly values = new Array<SqlValue>(columns.length).fill(null);
  private exact: Record<string, string> | undefined;

  store(column: string, { store }: Kind, original: unknown): void {
    if (original === null) return;
    const { value, isExact } = store(original);
    this.set(column, value);
    if (!isExact) this.keep(column, JSON.stringify(original));
  }

  storeOther(column: OtherColumn, original: unknown): void {
    this.store(column, kinds[otherColumns[column]], original);
  }

  storeJson(column: OtherColumn, text: string | undefined): void {
    if (text === undefined) return;
    const { value, isExact } = storedJson(text);
    this.set(column, value);
    if (!isExact) this.keep(column, text);
  }

  /** With the column of the exact values. */
  finish(): SqlValue[] {
    if (this.exact !== undefined) this.set('exact', JSON.stringify(this.exact));
    return this.values;
  }

  private set(column: string, value: SqlValue): void {
    const place = places.get(column);
    if (place !== undefined) this.values[place] = value;
  }

  private keep(column: string, text: string): void {
    this.exact = { ...this.exact, [column]: text };
  }
}

/** The JSON of the other fields, without usual values; undefined if all have them. */
function restOf(task: TaskSnapshot): string | undefined {
  const fields = task as unknown as Readonly<Record<string, unknown>>; // each is a field of `taskFields`
  const unusual = restFields.filter((name) => !isUsual(name, fields[name]));
  if (unusual.length === 0) return undefined;
  return JSON.stringify(Object.fromEntries(unusual.map((name) => [name, fields[name]])));
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
