import { describe, expect, it } from '@jest/globals';
import { type Bounds, TIMES, YEAR_MS, durationFrom, faultOf, isWithin } from './bounds.js';

/** Values that every numeric option refuses. */
const NO_NUMBERS: readonly unknown[] = [
  ...[Number.NaN, Infinity, -Infinity, 1e300, 9e15, -1, 0.5, 1.5],
  ...['5', '', null, undefined, true, 5n, new Date(5), [5], { valueOf: () => 5 }, Object(5)],
];

describe('Bounds', () => {
  it.each(NO_NUMBERS)('refuse %p as a duration', (value) => {
    expect(isWithin(value, durationFrom(0))).toBe(false);
    expect(faultOf(value, durationFrom(0))).toMatch(
      /^must be a whole number of ms from 0 to 31536000000, but is /,
    );
  });

  it('accept both bounds and values in between', () => {
    const bounds: Bounds = { minimum: 1, maximum: 100 };
    expect([0, 1, 50, 100, 101].map((value) => isWithin(value, bounds))).toEqual([
      false,
      true,
      true,
      true,
      false,
    ]);
    expect(isWithin(YEAR_MS, durationFrom(1))).toBe(true);
  });

  it('accept fractions only if declared', () => {
    const share: Bounds = { minimum: 0, maximum: 1, hasFractions: true };
    expect([0, 0.25, 1, 1.01, Number.NaN].map((value) => isWithin(value, share))).toEqual([
      ...[true, true, true],
      ...[false, false],
    ]);
  });

  it('show a wrong value in short source notation', () => {
    const bounds: Bounds = { minimum: 1, maximum: 3 };
    expect(faultOf('5', bounds)).toBe("must be a whole number from 1 to 3, but is '5'");
    expect(faultOf(10n, bounds)).toBe('must be a whole number from 1 to 3, but is 10n');
    expect(faultOf('x'.repeat(10_000), bounds)?.length).toBeLessThan(200);
  });

  it('limit times to four-digit years of RFC 3339', () => {
    expect(new Date(TIMES.minimum).toISOString()).toBe('0000-01-01T00:00:00.000Z');
    expect(new Date(TIMES.maximum).toISOString()).toBe('9999-12-31T23:59:59.999Z');
  });
});
