import { describe, expect, it } from '@jest/globals';
import { seriesOf } from './series.js';

describe('seriesOf', () => {
  it('fills gaps with 0, and adds up points of one bucket', () => {
    const points = [
      { key: 'a', bucket: 0, count: 2 },
      { key: 'a', bucket: 0, count: 3 },
      { key: 'a', bucket: 2, count: 1 },
    ];
    expect(seriesOf({ metric: 'throughput', buckets: 4 }, points)).toEqual([
      { key: 'a', values: [5, 0, 1, 0] },
    ]);
  });

  it('has no percentile where there is no duration', () => {
    const durations = new Map([[3, 4]]);
    const points = [{ key: 'a', bucket: 1, count: 4, durations }];
    expect(seriesOf({ metric: 'run', buckets: 2 }, points)).toEqual([
      { key: 'a', values: [0, 4], p50Ms: [null, 6], p95Ms: [null, 8] },
    ]);
  });

  it('takes the highest backlog of a bucket, and null where it is unknown', () => {
    const points = [
      { key: 'a', bucket: 1, count: 4, oldestMs: 10 },
      { key: 'a', bucket: 1, count: 2, oldestMs: 90 },
      { key: 'a', bucket: 2, count: 0, oldestMs: 0 },
    ];
    expect(seriesOf({ metric: 'backlog', buckets: 3 }, points)).toEqual([
      { key: 'a', values: [null, 4, 0], oldestMs: [null, 90, 0] },
    ]);
  });

  it('shows the 20 largest on their own, and the others as one', () => {
    const points = Array.from({ length: 30 }, (_, i) => ({ key: `k${i}`, bucket: 0, count: i }));
    const series = seriesOf({ metric: 'throughput', buckets: 1 }, [
      ...points,
      { key: null, bucket: 0, count: 1_000 },
    ]);
    expect(series.map(({ key }) => key)).toEqual([
      ...Array.from({ length: 20 }, (_, i) => `k${29 - i}`),
      null,
    ]);
    expect(series.at(-1)?.values).toEqual([1_000 + 45]);
  });
});
