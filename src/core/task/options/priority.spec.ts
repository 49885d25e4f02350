import { describe, expect, it } from '@jest/globals';
import { priorities, priorityNumber, priorityOf } from './priority.js';

describe('the number of a priority', () => {
  it.each(priorities)('is read as it was written: %s', (name) => {
    expect(priorityOf(priorityNumber(name))).toBe(name);
  });

  it.each([
    [1, 'critical'],
    [2, 'high'],
    [3, 'normal'],
    [4, 'low'],
  ])('of an earlier version is read, too: %d is %s', (number, name) => {
    expect(priorityOf(number)).toBe(name);
  });

  it.each([
    [12, 'critical'],
    [28, 'normal'],
    [33, 'normal'],
    [39, 'low'],
  ])('between two of ours is shown as the nearest: %d is %s', (number, name) => {
    expect(priorityOf(number)).toBe(name);
  });

  it.each([undefined, 0, 1_000])('of another producer is normal: %p', (number) => {
    expect(priorityOf(number)).toBe('normal');
  });
});
