import { describe, expect, it } from '@jest/globals';
import { bucketTimes, statsRange, total, valuesOf } from './stats-series.js';

const period = { from: '2026-11-30T07:00:00.000Z', to: '2026-11-30T07:03:00.000Z', step_ms: 60_000 };

describe('series of statistics', () => {
  it('begin their buckets step by step', () => {
    const first = Date.parse(period.from);
    expect(bucketTimes(period)).toEqual([first, first + 60_000, first + 120_000]);
  });

  it('have unknown values where nothing was measured', () => {
    const series = [{ key: null, values: [1, null, 3], p50_ms: [10, null, null], p95_ms: [40, null, 5] }];
    expect(valuesOf({ ...period, series })).toEqual([1, null, 3]);
    expect(valuesOf({ ...period, series }, 'p95_ms')).toEqual([40, null, 5]);
    expect(valuesOf({ ...period, series: [] }, 'p50_ms')).toEqual([null, null, null]);
    expect(total([1, null, 3])).toBe(4);
  });

  it('cover an hour for an address that names no other period', () => {
    expect([undefined, 'century', '24h'].map((value) => statsRange(value).value)).toEqual([
      '1h',
      '1h',
      '24h',
    ]);
  });
});
