import { describe, expect, it } from '@jest/globals';
import { agoText, durationText, timeText, withReadableTimes } from './times.js';

const NOW = Date.parse('2026-11-30T12:00:00.000Z');

describe('durationText', () => {
  it.each([
    [0, '0 ms'],
    [999, '999 ms'],
    [1_000, '1 s'],
    [1_540, '1.5 s'],
    [59_900, '1 min'],
    [185_000, '3 min 5 s'],
    [3_600_000, '1 h'],
    [3_660_000, '1 h 1 min'],
    [180_000_000, '2 d 2 h'],
    [null, '-'],
  ])('%p ms: %s', (ms, text) => {
    expect(durationText(ms)).toBe(text);
  });
});

describe('agoText', () => {
  it.each([
    ['2026-11-30T11:57:00.000Z', '3 min ago'],
    ['2026-11-30T11:59:59.500Z', 'now'],
    ['2026-11-30T12:00:30.000Z', 'in 30 s'],
    ['2026-11-28T11:00:00.000Z', '2 d ago'],
    [null, '-'],
  ])('%p: %s', (time, text) => {
    expect(agoText(time, NOW)).toBe(text);
  });

  it('is in brackets after the time', () => {
    expect(timeText('2026-11-30T11:57:00.000Z', NOW)).toBe('2026-11-30 11:57:00Z (3 min ago)');
  });
});

describe('withReadableTimes', () => {
  it('writes the times in a message for people', () => {
    expect(withReadableTimes('Paused since 2026-11-30T11:57:00.123Z by ops.')).toBe(
      'Paused since 2026-11-30 11:57:00Z by ops.',
    );
  });
});
