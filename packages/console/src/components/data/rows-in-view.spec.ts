import { describe, expect, it } from '@jest/globals';
import { rowsInView } from './rows-in-view.js';

describe('rowsInView', () => {
  it.each([
    [0, { first: 0, end: 42 }],
    [26 * 6, { first: 0, end: 48 }],
    [26 * 1_000, { first: 984, end: 1_038 }],
    [26 * 99_999, { first: 99_984, end: 100_038 }],
    [-50, { first: 0, end: 42 }],
  ])('draws the rows around %i px', (scrollTop, rows) => {
    expect(rowsInView({ scrollTop, height: 26 * 25, rowHeight: 26 })).toEqual(rows);
  });

  it('covers the view wherever it is', () => {
    for (let scrollTop = 0; scrollTop < 5_000; scrollTop += 7) {
      const { first, end } = rowsInView({ scrollTop, height: 700, rowHeight: 26 });
      expect(first * 26).toBeLessThanOrEqual(scrollTop);
      expect(end * 26).toBeGreaterThanOrEqual(scrollTop + 700);
      expect(end - first).toBeLessThan(70);
    }
  });
});
