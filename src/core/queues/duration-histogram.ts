/**
 * Number of buckets with upper bounds of 1, 2, 4, … 2^27 ms (37 hours): percentiles are accurate within a factor of
 * two.
 */
const BUCKETS = 28;

/** Number of durations per bucket. */
export type DurationCounts = ReadonlyMap<number, number>;

/** The bucket of a duration; the last one if it exceeds all bounds. */
export function bucketOf(ms: number): number {
  return ms <= 1 ? 0 : Math.min(Math.ceil(Math.log2(ms)), BUCKETS - 1);
}

/**
 * The duration that `percent` of all do not exceed, assuming an even distribution within each bucket.
 *
 * @returns ms, or null without durations
 */
export function percentile(counts: DurationCounts, percent: number): number | null {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  let left = (total * percent) / 100;
  for (const [bucket, count] of [...counts].sort(([a], [b]) => a - b)) {
    if (left <= count) return Math.round(within(bucket, left / count));
    left -= count;
  }
  return null;
}

function within(bucket: number, share: number): number {
  const from = bucket === 0 ? 0 : 2 ** (bucket - 1);
  return from + (2 ** bucket - from) * share;
}
