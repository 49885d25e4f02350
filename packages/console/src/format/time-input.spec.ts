import { describe, expect, it } from '@jest/globals';
import { inputOfTime, timeOfInput } from './time-input.js';

describe('input for date and time', () => {
  it('shows a time in UTC', () => {
    expect(inputOfTime('2026-11-30T07:04:05.123Z', 'utc')).toBe('2026-11-30T07:04');
    expect(timeOfInput('2026-11-30T07:04', 'utc')).toBe('2026-11-30T07:04:00.000Z');
  });

  it('shows a time of this machine', () => {
    const text = inputOfTime('2026-11-30T07:04:00.000Z', 'local');
    expect(timeOfInput(text, 'local')).toBe('2026-11-30T07:04:00.000Z');
  });

  it('is empty without a time', () => {
    expect(inputOfTime(undefined, 'utc')).toBe('');
    expect(inputOfTime('soon', 'local')).toBe('');
    expect(timeOfInput('', 'local')).toBeUndefined();
    expect(timeOfInput('', 'utc')).toBeUndefined();
  });
});
