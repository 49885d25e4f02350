import { describe, expect, it } from '@jest/globals';
import { bucketOf, percentile } from './duration-histogram.js';

describe('bucketOf', () => {
  it.each([
    [0, 0],
    [1, 0],
    [1.5, 1],
    [2, 1],
    [3, 2],
    [4, 2],
    [5, 3],
    [1_000, 10],
    [1_024, 10],
    [1_025, 11],
    [2 ** 27, 27],
    [2 ** 40, 27],
  ])('puts %d ms into bucket %d', (ms, bucket) => expect(bucketOf(ms)).toBe(bucket));
});

describe('percentile', () => {
  const of = (...durations: number[]) => {
    const counts = new Map<number, number>();
    for (const ms of durations) counts.set(bucketOf(ms), (counts.get(bucketOf(ms)) ?? 0) + 1);
    return counts;
  };

  it('is null without values', () => expect(percentile(new Map(), 50)).toBeNull());

  it('is accurate within a factor of two', () => {
    const durations = Array.from({ length: 1_000 }, (_, i) => i + 1);
    for (const percent of [50, 95, 99]) {
      const exact = percent * 10;
      const found = percentile(of(...durations), percent) ?? 0;
      expect(found).toBeGreaterThanOrEqual(exact / 2);
      expect(found).toBeLessThanOrEqual(exact * 2);
    }
  });

  it('does not depend on the order of the buckets', () => {
    expect(percentile(of(900, 1, 1, 1), 50)).toBe(percentile(of(1, 1, 1, 900), 50));
    expect(percentile(of(900, 1, 1, 1), 50)).toBeLessThanOrEqual(1);
    expect(percentile(of(900, 1, 1, 1), 100)).toBe(1_024);
  });
});
