/** Upper bounds of the buckets in ms: 1, 2, 4, … 2^27 (37 hours), so that a percentile is known within a factor of two. */
const BUCKETS = 28;

/** How many durations fell into which bucket, by the bucket's number. */
export type DurationCounts = ReadonlyMap<number, number>;

/** The number of the bucket that a duration falls into; what is longer than the last bound falls into the last. */
export function bucketOf(ms: number): number {
  return ms <= 1 ? 0 : Math.min(Math.ceil(Math.log2(ms)), BUCKETS - 1);
}

/**
 * The duration that `percent` of all do not exceed, as if each bucket's were spread evenly over it.
 *
 * @returns ms, or null where there are none
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
