import type { Condition, Range } from '../../core/index.js';
import { isWithin } from './document-sql.js';
import type { Parameters } from './parameters.js';
import { anyOf } from './patterns-sql.js';
import { columnOf } from './search-columns.js';

type TimeCondition = Extract<Condition, { readonly kind: 'time' }>;

/** Times that PostgreSQL stores for the history: from the year 1 to the end of 9999, in ms since 1970. */
const FIRST = -62_135_596_800_000;
const LAST = 253_402_300_799_999;
/** A task is created so close to the time in its id, or is found by the index of displaced tasks (migration 0002). */
const DISPLACED_MS = 3_600_000;

export function timeSql({ field, anyOf: ranges, orMissing }: TimeCondition, parameters: Parameters): string {
  const column = columnOf[field];
  const within = ranges.map((range) => isWithin(column, bounded(range), (at) => timeOf(at, parameters)));
  return anyOf([...within, ...(orMissing ? [`${column} IS NULL`] : [])]);
}

/** A time in ms since 1970. */
export function timeOf(at: number, parameters: Parameters): string {
  return `to_timestamp(${parameters.add(at, 'float8')} / 1000.0)`;
}

/** Times by which the ids of all tasks are bounded that fit, unless they are displaced; undefined if there are none. */
export function idTimesOf(conditions: readonly Condition[]): { from: number; to: number } | undefined {
  let [from, to] = [0, LAST_OF_IDS];
  for (const condition of conditions) {
    if (!isCreated(condition)) continue;
    from = Math.max(from, Math.min(...condition.anyOf.map((range) => range.from ?? 0)) - DISPLACED_MS);
    to = Math.min(to, Math.max(...condition.anyOf.map((range) => range.to ?? LAST_OF_IDS)) + DISPLACED_MS);
  }
  if (from === 0 && to === LAST_OF_IDS) return undefined;
  return { from: Math.min(Math.floor(from), LAST_OF_IDS), to: Math.max(0, Math.ceil(to)) };
}

/** The largest number of 48 bits. */
const LAST_OF_IDS = 2 ** 48 - 1;

function isCreated(condition: Condition): condition is TimeCondition & Condition {
  const isTime = condition.kind === 'time' && condition.field === 'created';
  return isTime && !condition.isNegated && !condition.orMissing && condition.anyOf.length > 0;
}

/** PostgreSQL refuses times that are far away. */
function bounded({ from, to, ...rest }: Range): Range {
  return {
    ...rest,
    ...(from !== undefined && { from: Math.min(Math.max(from, FIRST), LAST + 1) }),
    ...(to !== undefined && { to: Math.max(Math.min(to, LAST + 1), FIRST - 1) }),
  };
}
