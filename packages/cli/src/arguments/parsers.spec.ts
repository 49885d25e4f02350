import { describe, expect, it } from '@jest/globals';
import { durationMs, orWord, rate, timeArgument, wholeNumber } from './parsers.js';

describe('durationMs', () => {
  it.each([
    ['250ms', 250],
    ['10', 10_000],
    ['1.5m', 90_000],
    ['5min', 300_000],
    ['2h', 7_200_000],
    ['1d', 86_400_000],
    ['0', 0],
  ])('%s', (text, ms) => {
    expect(durationMs(text)).toBe(ms);
  });

  it.each(['', '-5s', '5 s', '5y', 'five', '1e3', `${'9'.repeat(20)}s`])('refuses %p', (text) => {
    expect(() => durationMs(text)).toThrow('duration');
  });
});

describe('timeArgument', () => {
  it.each([
    ['2026-12-01', '2026-12-01T00:00:00.000Z'],
    ['2026-12-01T08:00', '2026-12-01T08:00:00.000Z'],
    ['2026-12-01 08:00', '2026-12-01T08:00:00.000Z'],
    ['2026-12-01T08:00:30+02:00', '2026-12-01T06:00:30.000Z'],
  ])('%s', (text, time) => {
    expect(timeArgument(text)).toBe(time);
  });

  it('counts from now', () => {
    const ms = Date.parse(timeArgument('+10m')) - Date.now();
    expect(Math.abs(ms - 600_000)).toBeLessThan(5_000);
  });

  it.each(['', 'tomorrow', '2026-13-01', '12', '+5y'])('refuses %p', (text) => {
    expect(() => timeArgument(text)).toThrow('Write a');
  });
});

it('wholeNumber refuses what is none', () => {
  expect(wholeNumber('50')).toBe(50);
  for (const text of ['', '-1', '1.5', '1e3', 'x']) expect(() => wholeNumber(text)).toThrow('whole');
});

it('rate reads a number and a time, or a word', () => {
  expect(rate('100/1m')).toEqual({ max: 100, duration_ms: 60_000 });
  expect(rate('5/s')).toEqual({ max: 5, duration_ms: 1_000 });
  for (const text of ['', '5', '5/', '/s', '5/s/s', 'x/s']) expect(() => rate(text)).toThrow('Write a');
  expect(orWord('none', rate)('none')).toBe('none');
});
