import type { TaskSnapshot } from '../../core/index.js';
import { type Stored, storedText } from './stored-text.js';

/** A value of a parameter's array. */
export type SqlValue = string | number | null;

/** Times that PostgreSQL and RFC 3339 both have: from the year 1 to the end of 9999, in ms since 1970. */
const TIMES = { minimum: -62_135_596_800_000, maximum: 253_402_300_799_999 };
const INTEGERS = { minimum: -(2 ** 31), maximum: 2 ** 31 - 1 };
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
const ESCAPED = /["\\]/g;

/** Storage of the values of one kind. */
export interface Kind {
  /** The type of the array of a batch's values. */
  readonly array: string;
  /** Turns an item of it, `$`, into the column's value. */
  readonly cast?: string;
  readonly store: (value: unknown) => Stored<SqlValue>;
}

export const kinds = {
  uuid: {
    array: 'uuid[]',
    store: (value) => ({
      value: typeof value === 'string' && UUID.test(value) ? value : null,
      isExact: value === null || (typeof value === 'string' && UUID.test(value)),
    }),
  },
  text: {
    array: 'text[]',
    store: (value) => (typeof value === 'string' ? storedText(value) : { value: null, isExact: true }),
  },
  texts: {
    array: 'text[]',
    cast: '$::text[]',
    store: (value) => {
      const texts = (Array.isArray(value) ? value : []).map((text) => storedText(String(text)));
      return {
        value: arrayLiteral(texts.map((text) => text.value)),
        isExact: texts.every((text) => text.isExact),
      };
    },
  },
  integer: { array: 'integer[]', store: (value) => bounded(value, INTEGERS) },
  time: { array: 'float8[]', cast: 'to_timestamp($ / 1000.0)', store: (value) => bounded(value, TIMES) },
  milliseconds: {
    array: 'bigint[]',
    store: (value) => bounded(value, { minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER }),
  },
  json: { array: 'text[]', cast: '$::jsonb', store: () => ({ value: null, isExact: true }) },
} satisfies Record<string, Kind>;

export type KindName = keyof typeof kinds;

/** The fields of a snapshot that have a column. All others that belong into the history are in `rest`. */
export const fieldColumns = {
  id: ['id', 'uuid'],
  createdAt: ['created_at', 'time'],
  runAt: ['run_at', 'time'],
  expiresAt: ['expires_at', 'time'],
  startedAt: ['started_at', 'time'],
  finishedAt: ['finished_at', 'time'],
  attempt: ['attempt', 'integer'],
  maxAttempts: ['max_attempts', 'integer'],
  crashes: ['crashes', 'integer'],
  parentId: ['parent_id', 'uuid'],
  rootId: ['root_id', 'uuid'],
  replayOf: ['replay_of', 'uuid'],
  workflowId: ['workflow_id', 'uuid'],
  name: ['name', 'text'],
  queue: ['queue', 'text'],
  status: ['status', 'text'],
  priority: ['priority', 'text'],
  tags: ['tags', 'texts'],
  worker: ['worker', 'text'],
  submittedBy: ['submitted_by', 'text'],
  step: ['step', 'text'],
  revokeReason: ['revoke_reason', 'text'],
  errorFingerprint: ['error_fingerprint', 'text'],
} as const satisfies Partial<Record<keyof TaskSnapshot, readonly [column: string, kind: KindName]>>;

/** The other columns, in which a value is computed. */
export const otherColumns = {
  run_ms: 'milliseconds',
  wait_ms: 'milliseconds',
  version: 'text',
  error_type: 'text',
  error_message: 'text',
  payload: 'json',
  result: 'json',
  log: 'json',
  rest: 'json',
  exact: 'json',
} as const satisfies Record<string, KindName>;

export type OtherColumn = keyof typeof otherColumns;

/** All columns that are written. */
export const columns: readonly (readonly [column: string, kind: Kind])[] = [
  ...Object.values(fieldColumns),
  ...Object.entries(otherColumns),
].map(([column, kind]) => [column, kinds[kind]]);

/** A number that the column can hold: whole, and within its bounds. */
function bounded(value: unknown, { minimum, maximum }: typeof TIMES): Stored<SqlValue> {
  if (typeof value !== 'number') return { value: null, isExact: true };
  const stored = Number.isNaN(value) ? 0 : Math.min(Math.max(Math.trunc(value), minimum), maximum);
  return { value: stored, isExact: stored === value };
}

/** PostgreSQL's text for an array: `{"a",1,NULL}`. pg would make it with more passes over each text. */
export function arrayLiteral(values: readonly SqlValue[]): string {
  return `{${values.map(itemLiteral).join(',')}}`;
}

function itemLiteral(value: SqlValue): string {
  if (typeof value !== 'string') return value === null ? 'NULL' : String(value);
  return `"${value.replaceAll(ESCAPED, '\\$&')}"`;
}
