import type { Stats } from '../types.js';

/** A period up to now that charts show, and the length of their buckets. */
export interface StatsRange {
  readonly value: '1h' | '24h' | '30d';
  readonly label: string;
  readonly step: string;
  readonly windowMs: number;
  /** The charts are read again this often. */
  readonly everyMs: number;
}

export const STATS_RANGES: readonly [StatsRange, ...StatsRange[]] = [
  { value: '1h', label: '1 hour', step: '1m', windowMs: 3_600_000, everyMs: 5_000 },
  { value: '24h', label: '24 hours', step: '15m', windowMs: 86_400_000, everyMs: 60_000 },
  { value: '30d', label: '30 days', step: '12h', windowMs: 2_592_000_000, everyMs: 300_000 },
];

/** The range with this value; the first one for an address that names another. */
export function statsRange(value: string | undefined): StatsRange {
  return STATS_RANGES.find((range) => range.value === value) ?? STATS_RANGES[0];
}

/** Start of each bucket, in ms since 1970. */
export function bucketTimes({ from, to, step_ms: stepMs }: Pick<Stats, 'from' | 'to' | 'step_ms'>): number[] {
  const first = Date.parse(from);
  const length = Math.max(0, Math.round((Date.parse(to) - first) / stepMs));
  return Array.from({ length }, (_, index) => first + index * stepMs);
}

/** The values of the only series; null for each bucket if there is none. */
export function valuesOf(
  { series, ...period }: Pick<Stats, 'series' | 'from' | 'to' | 'step_ms'>,
  which: 'values' | 'p50_ms' | 'p95_ms' = 'values',
): readonly (number | null)[] {
  return series[0]?.[which] ?? bucketTimes(period).map(() => null);
}

/** The sum of all values. */
export function total(values: readonly (number | null)[]): number {
  return values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
}
