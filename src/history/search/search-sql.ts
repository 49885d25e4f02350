import type { Condition, HistorySearch, Sorting } from '../../core/index.js';
import { taskColumns } from '../rows/task-row.js';
import { lowestId } from '../tasks/partitions.js';
import { conditionSql, indexSql } from './condition-sql.js';
import { Parameters } from './parameters.js';
import { allOf } from './patterns-sql.js';
import { columnOf } from './search-columns.js';
import { idTimesOf, timeOf } from './times-sql.js';

/** A statement with its parameters. */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/**
 * Ways to find a page of tasks.
 *
 * - `look`: looks at the first tasks in order, up to a number. Finds nothing if only later ones fit.
 * - `walk`: leaves everything to PostgreSQL, which mostly walks in order until the page is full
 * - `collect`: finds all tasks that fit by their indexes, then sorts them. PostgreSQL would rather walk, as it does not
 *   know that few fit.
 */
export type Way =
  | { readonly kind: 'look'; readonly most: number }
  | { readonly kind: 'walk' }
  /** Only ids from there on, or only those before. */
  | { readonly kind: 'collect'; readonly from?: string; readonly before?: string };

/** The kinds of ways to try, one after the other until the page is full. */
export function waysOf(
  { conditions, sort }: Pick<HistorySearch, 'conditions' | 'sort'>,
  hasTextIndex: boolean,
): readonly Way['kind'][] {
  const uses = conditions.map((condition) => indexSql(condition, new Parameters(), hasTextIndex)?.finds);
  if (uses.includes('rare')) return ['collect'];
  if (!uses.includes('any')) return ['walk'];
  return sort === 'created' || sort === 'finished' ? ['look', 'collect'] : ['collect'];
}

/** A page of tasks: rows of `task`, with `is_result_left_out`. */
export function searchSql(search: HistorySearch, way: Way, hasTextIndex: boolean): Statement {
  const parameters = new Parameters();
  const { conditions, sort, order, withPayload, limit, maxResultBytes } = search;
  const columns = columnsOf(withPayload, parameters.add(maxResultBytes, 'integer'));
  const end = `ORDER BY ${columnsOfOrder(sort)
    .map((column) => `${column} ${order}`)
    .join(', ')}`;
  const most = parameters.add(limit, 'integer');
  const place = [...placeSql(search, parameters), ...idsSql(way, parameters)];
  const source =
    way.kind === 'look'
      ? lookSql(conditions, parameters, `${end} LIMIT ${parameters.add(way.most, 'integer')}`)
      : matchSql(conditions, parameters, hasTextIndex);
  const parts = partsSql(conditions, parameters).map((part) => {
    const from = source([...place, ...part]);
    // OFFSET keeps the order and the limit out of what collects.
    const rows = way.kind === 'collect' ? `(SELECT * FROM ${from} OFFSET 0) AS task` : from;
    return `(SELECT ${columns} FROM ${rows} ${end} LIMIT ${most})`;
  });
  return { text: joined(parts, `${end} LIMIT ${most}`), values: parameters.values };
}

function idsSql(way: Way, parameters: Parameters): string[] {
  if (way.kind !== 'collect') return [];
  return [
    ...(way.from === undefined ? [] : [`id >= ${parameters.add(way.from, 'uuid')}`]),
    ...(way.before === undefined ? [] : [`id < ${parameters.add(way.before, 'uuid')}`]),
  ];
}

function joined(parts: readonly string[], end: string): string {
  return parts.length === 1 ? (parts[0] ?? '') : `${parts.join(' UNION ALL ')} ${end}`;
}

/** The number of tasks that fit, up to a limit. */
export function countSql(conditions: readonly Condition[], hasTextIndex: boolean, limit: number): Statement {
  const parameters = new Parameters();
  const matches = matchesSql(conditions, parameters, hasTextIndex);
  const most = parameters.add(limit, 'integer');
  return {
    text: `SELECT count(*) AS count FROM (${matches} LIMIT ${most}) AS found`,
    values: parameters.values,
  };
}

/** The plan of a statement that finds all tasks that fit, and sorts nothing. */
export function planSql(conditions: readonly Condition[], hasTextIndex: boolean): Statement {
  const parameters = new Parameters();
  const text = `EXPLAIN (FORMAT JSON) ${matchesSql(conditions, parameters, hasTextIndex)}`;
  return { text, values: parameters.values };
}

function matchesSql(conditions: readonly Condition[], parameters: Parameters, hasTextIndex: boolean): string {
  const source = matchSql(conditions, parameters, hasTextIndex);
  const parts = partsSql(conditions, parameters);
  return parts.map((part) => `SELECT 1 FROM ${source(part)}`).join(' UNION ALL ');
}

/** Makes the source of rows that fit, given further conditions. */
type Source = (where: readonly string[]) => string;

function matchSql(conditions: readonly Condition[], parameters: Parameters, hasTextIndex: boolean): Source {
  const sqls = conditions.flatMap((condition) => [
    ...indexConditions(condition, parameters, hasTextIndex),
    conditionSql(condition, parameters),
  ]);
  return (where) => `task WHERE ${allOf([...where, ...sqls])}`;
}

function lookSql(conditions: readonly Condition[], parameters: Parameters, end: string): Source {
  const [walked, checked]: [string[], string[]] = [[], []];
  for (const condition of conditions) {
    const isWalked = indexSql(condition, new Parameters(), false)?.finds === 'walk';
    const indexed = isWalked ? indexConditions(condition, parameters, false) : [];
    (isWalked ? walked : checked).push(...indexed, conditionSql(condition, parameters));
  }
  return (where) => {
    const first = `SELECT * FROM task WHERE ${allOf([...where, ...walked])} ${end}`;
    return `(${first}) AS task WHERE ${allOf(checked)}`;
  };
}

function indexConditions(condition: Condition, parameters: Parameters, hasTextIndex: boolean): string[] {
  const sql = indexSql(condition, parameters, hasTextIndex)?.sql;
  return sql === undefined ? [] : [sql];
}

/**
 * Conditions of the parts in which tasks are searched. Bounds of the time of creation become bounds of ids, which exclude
 * whole partitions; displaced tasks are a part of their own.
 */
function partsSql(conditions: readonly Condition[], parameters: Parameters): string[][] {
  const times = idTimesOf(conditions);
  if (times === undefined) return [[]];
  const from = parameters.add(lowestId(times.from), 'uuid');
  const to = parameters.add(lowestId(times.to), 'uuid');
  return [
    [`id >= ${from}`, `id <= ${to}`],
    ['task_is_displaced(id, created_at)', `NOT (id >= ${from} AND id <= ${to})`],
  ];
}

/** Tasks that have a value to sort by, after the last one of the previous page. */
function placeSql({ sort, order, after }: HistorySearch, parameters: Parameters): string[] {
  const column = columnOf[sort];
  const hasValue = sort === 'run_ms' || sort === 'wait_ms' ? [`${column} IS NOT NULL`] : [];
  if (after === undefined) return hasValue;
  const beyond = order === 'asc' ? '>' : '<';
  const id = parameters.add(after.id, 'uuid');
  if (sort === 'created') return [`id ${beyond} ${id}`];
  const value =
    sort === 'finished' ? timeOf(after.value, parameters) : parameters.add(after.value, 'numeric');
  // The first comparison is the one that an index of the column alone knows.
  return [...hasValue, `${column} ${beyond}= ${value}`, `(${column}, id) ${beyond} (${value}, ${id})`];
}

/** Ids begin with the time of creation. */
function columnsOfOrder(sort: Sorting): string[] {
  return sort === 'created' ? ['id'] : [columnOf[sort], 'id'];
}

function columnsOf(withPayload: boolean, maxResultBytes: string): string {
  const isTooLarge = `${maxResultBytes} > 0 AND octet_length(result::text) > ${maxResultBytes}`;
  const columns = taskColumns(withPayload)
    .split(', ')
    .map((column) =>
      column === 'result' ? `CASE WHEN ${isTooLarge} THEN NULL ELSE result END AS result` : column,
    );
  return [...columns, 'run_ms', 'wait_ms', `coalesce(${isTooLarge}, false) AS is_result_left_out`].join(', ');
}
