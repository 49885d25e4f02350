import type { SeriesPoint, SeriesQuestion, StatMetric } from '../history/task-statistics.js';
import { percentile } from '../queues/duration-histogram.js';

/** Number of series that are shown on their own; the others are added up. */
export const MOST_SERIES = 20;

/** One value for each bucket, oldest first. */
export interface Series {
  /** The queue, task type or worker; null for all others together. */
  readonly key: string | null;
  /** Numbers of tasks or durations: 0 where there was none; null for a backlog that is not known. */
  readonly values: readonly (number | null)[];
  /** Only of `wait` and `run`: null where there was none. */
  readonly p50Ms?: readonly (number | null)[];
  readonly p95Ms?: readonly (number | null)[];
  /** Only of `backlog`: age of the oldest task. */
  readonly oldestMs?: readonly (number | null)[];
}

/** One bucket of one series. */
interface Cell {
  count: number;
  oldestMs: number;
  readonly durations: Map<number, number>;
}

type Row = (Cell | undefined)[];

/** Arranges points as series: the largest on their own, the others as one. */
export function seriesOf(
  { metric, buckets }: Pick<SeriesQuestion, 'metric' | 'buckets'>,
  points: readonly SeriesPoint[],
): Series[] {
  const add = metric === 'backlog' ? larger : sum;
  const rows = new Map<string | null, Row>();
  for (const point of points) addTo(rows, point.key, point, add);
  const keys = [...rows.keys()].filter((key) => key !== null);
  const weights = new Map(keys.map((key) => [key, weightOf(rows.get(key) ?? [])]));
  keys.sort((a, b) => (weights.get(b) ?? 0) - (weights.get(a) ?? 0) || (a < b ? -1 : 1));
  const small = new Set(keys.slice(MOST_SERIES));
  for (const point of points) if (point.key !== null && small.has(point.key)) addTo(rows, null, point, add);
  const shown = [...keys.slice(0, MOST_SERIES), ...(rows.has(null) ? [null] : [])];
  return shown.map((key) => shownSeries(key, rows.get(key) ?? [], metric, buckets));
}

function addTo(
  rows: Map<string | null, Row>,
  key: string | null,
  { bucket, count, durations, oldestMs }: SeriesPoint,
  add: (a: number, b: number) => number,
): void {
  const row = rows.get(key) ?? [];
  rows.set(key, row);
  const cell = (row[bucket] ??= { count: 0, oldestMs: 0, durations: new Map<number, number>() });
  cell.count = add(cell.count, count);
  cell.oldestMs = larger(cell.oldestMs, oldestMs ?? 0);
  for (const [duration, times] of durations ?? [])
    cell.durations.set(duration, (cell.durations.get(duration) ?? 0) + times);
}

function weightOf(row: Row): number {
  let total = 0;
  for (const cell of row) total += cell?.count ?? 0;
  return total;
}

function shownSeries(key: string | null, row: Row, metric: StatMetric, buckets: number): Series {
  const each = <T>(valueOf: (cell: Cell | undefined) => T): T[] =>
    Array.from({ length: buckets }, (_, i) => valueOf(row[i]));
  if (metric === 'backlog')
    return {
      key,
      values: each((cell) => cell?.count ?? null),
      oldestMs: each((cell) => cell?.oldestMs ?? null),
    };
  const values = each((cell) => cell?.count ?? 0);
  if (metric === 'throughput' || metric === 'failures') return { key, values };
  const percent = (rank: number) => each((cell) => cell && percentile(cell.durations, rank));
  return { key, values, p50Ms: nulls(percent(50)), p95Ms: nulls(percent(95)) };
}

function nulls(values: readonly (number | null | undefined)[]): (number | null)[] {
  return values.map((value) => value ?? null);
}

function sum(a: number, b: number): number {
  return a + b;
}

function larger(a: number, b: number): number {
  return Math.max(a, b);
}
