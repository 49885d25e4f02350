import { faultOf, touches, valuesAt } from '../../../platform/redaction/field-paths.js';
import { shortText } from '../../../platform/redaction/short-text.js';
import { mayHave } from '../../../platform/validation/dto-fields.js';
import type { TaskOptions } from '../task.js';

const MOST_COLUMNS = 5;
/** Longer values are cut: a column is narrow. */
const MOST_CHARACTERS = 200;

export type ColumnValue = string | number | boolean | null;

/** Checks the columns of a task type. Returns a message for people, or undefined. */
export function faultInColumns({
  columns = [],
  redact = [],
  payload,
}: TaskOptions<object>): string | undefined {
  if (columns.length > MOST_COLUMNS)
    return `there are ${columns.length}, but at most ${MOST_COLUMNS} are shown`;
  const every = columns.find((path) => path.split('.').includes('*'));
  if (every !== undefined) return `${every} is not one field: a column has no *`;
  const secret = columns.find((path) => touches(redact, path.split('.')));
  if (secret !== undefined)
    return `${secret} is secret: it is in redact, or has or is a part of a field that is`;
  const nowhere = columns.find((path) => !mayHave(payload, path.split('.')));
  if (nowhere !== undefined) return `${payload.name} has no field ${nowhere}. Is it misspelt?`;
  return faultOf(columns);
}

/** The values of the columns in a payload: null for one that is missing. Parts of a payload are shown as JSON. */
export function columnsIn(columns: readonly string[], payload: unknown): Record<string, ColumnValue> {
  return Object.fromEntries(columns.map((path) => [path, shown(valuesAt(payload, [path])[0])]));
}

function shown(value: unknown): ColumnValue {
  if (value === undefined || value === null) return null;
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  return shortText(typeof value === 'string' ? value : JSON.stringify(value), MOST_CHARACTERS);
}
