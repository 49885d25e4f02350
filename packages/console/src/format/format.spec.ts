import { describe, expect, it } from '@jest/globals';
import { duration } from './duration.js';
import { bytes, counted, percent } from './number.js';
import { exactTime, relativeTime } from './time.js';

describe('duration', () => {
  it.each([
    [null, '–'],
    [Number.NaN, '–'],
    [0, '0 ms'],
    [0.4, '0 ms'],
    [850, '850 ms'],
    [999.6, '1.0 s'],
    [3_240, '3.2 s'],
    [9_960, '10 s'],
    [59_600, '1 min'],
    [125_000, '2 min 5 s'],
    [3_600_000, '1 h'],
    [15_000_000, '4 h 10 min'],
    [180_000_000, '2 d 2 h'],
    [-1_500, '−1.5 s'],
  ])('of %p is %s', (ms, text) => {
    expect(duration(ms)).toBe(text);
  });
});

describe('numbers', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [999.6, '1.0 kB'],
    [1_250_000, '1.3 MB'],
    [25_000_000_000, '25 GB'],
  ])('%p bytes are %s', (value, text) => {
    expect(bytes(value)).toBe(text);
  });

  it.each([
    [0, '0 %'],
    [0.034, '3.4 %'],
    [0.5, '50 %'],
  ])('the share %p is %s', (share, text) => {
    expect(percent(share)).toBe(text);
  });

  it('has words for one and many', () => {
    expect([counted(1, 'task'), counted(2_300, 'task'), counted(2, 'query', 'queries')]).toEqual([
      '1 task',
      '2,300 tasks',
      '2 queries',
    ]);
  });
});

describe('times', () => {
  it.each([
    [0, 'just now'],
    [-4_500, '4 s ago'],
    [-240_000, '4 min ago'],
    [-7_500_000, '2 h ago'],
    [90_000, 'in 1 min'],
  ])('%p ms from now are %s', (apart, text) => {
    expect(relativeTime(1_000_000_000 + apart, 1_000_000_000)).toBe(text);
  });

  it('are exact to the millisecond in UTC', () => {
    expect(exactTime(Date.UTC(2026, 10, 30, 0, 4, 5, 123), 'utc')).toBe('2026-11-30 00:04:05.123 UTC');
  });
});
