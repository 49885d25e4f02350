import { describe, expect, it } from '@jest/globals';
import { isoTime, isoTimeOrNull } from './iso-time.js';

describe('isoTime', () => {
  it.each([
    [0, '1970-01-01T00:00:00.000Z'],
    [1_764_422_400_123, '2025-11-29T13:20:00.123Z'],
    [-1, '1969-12-31T23:59:59.999Z'],
    [9e15, '9999-12-31T23:59:59.999Z'],
    [253_402_300_800_000, '9999-12-31T23:59:59.999Z'],
    [Infinity, '9999-12-31T23:59:59.999Z'],
    [-Infinity, '0000-01-01T00:00:00.000Z'],
    [Number.NaN, '1970-01-01T00:00:00.000Z'],
  ])('writes %p as %s', (ms, expected) => expect(isoTime(ms)).toBe(expected));

  it('keeps null for a missing time', () => {
    expect(isoTimeOrNull(null)).toBeNull();
    expect(isoTimeOrNull(0)).toBe('1970-01-01T00:00:00.000Z');
  });
});
