import { describe, expect, it } from '@jest/globals';
import { axesOf } from './plot-axes.js';

const MINUTE_MS = 60_000;
const FROM = Date.UTC(2026, 10, 30, 9, 7);
const times = (count: number) => Array.from({ length: count }, (_, index) => FROM + index * MINUTE_MS);
const SIZE = { width: 364, height: 160 };

function axes(values: readonly (number | null)[], look: 'bars' | 'lines' = 'bars') {
  const series = [{ label: 'Ended', tone: 'accent', values, now: '' } as const];
  return axesOf({ times: times(values.length), series, look }, SIZE, 'utc');
}

describe('the axes of a chart', () => {
  it('have times as people count them, with room for each', () => {
    const { times: shown, x } = axes(Array.from({ length: 60 }, () => 1));
    const texts = shown.map((at) => new Date(at).toISOString().slice(11, 16));
    expect(texts).toEqual(['09:15', '09:30', '09:45', '10:00']);
    expect(x(shown[1] ?? 0) - x(shown[0] ?? 0)).toBeGreaterThan(64);
  });

  it('have whole numbers of tasks, and durations in seconds', () => {
    expect(axes([0, 7, null]).values).toEqual([0, 2, 4, 6]);
    expect(axes([0, 12_000], 'lines').values).toEqual([0, 5_000, 10_000]);
    expect(axes([0, 0]).values).toEqual([0, 1]);
  });

  it('keep all values in the picture, and find the bucket of a place', () => {
    const { x, y, left, right, top, bottom, bucketAt } = axes([3, 9, 1]);
    expect([y(0), y(9) > top, x(FROM) > left]).toEqual([bottom, true, true]);
    expect([0, x(FROM + MINUTE_MS) + 5, right + 50].map(bucketAt)).toEqual([0, 1, 2]);
    expect(axes([5]).times.every(Number.isFinite)).toBe(true);
  });
});
