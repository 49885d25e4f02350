import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { longTimer } from './long-timer.js';

const DAY_MS = 86_400_000;

describe('longTimer', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it.each([0, 1, 2 ** 31 - 1, 2 ** 31, 30 * DAY_MS, 400 * DAY_MS])(
    'fires once after %p ms, no sooner',
    (ms) => {
      const action = jest.fn();
      longTimer(action, ms);
      jest.advanceTimersByTime(Math.max(ms - 1, 0));
      expect(action).toHaveBeenCalledTimes(ms === 0 ? 1 : 0);
      jest.advanceTimersByTime(500 * DAY_MS);
      expect(action).toHaveBeenCalledTimes(1);
      expect(jest.getTimerCount()).toBe(0);
    },
  );

  it.each([0, 24, 26, 60])('does not fire after it is stopped, after %p days of ninety', (days) => {
    const action = jest.fn();
    const stop = longTimer(action, 90 * DAY_MS);
    jest.advanceTimersByTime(days * DAY_MS);
    stop();
    expect(jest.getTimerCount()).toBe(0);
    jest.advanceTimersByTime(500 * DAY_MS);
    expect(action).not.toHaveBeenCalled();
  });

  it('never fires after Infinity', () => {
    const action = jest.fn();
    const stop = longTimer(action, Infinity);
    jest.advanceTimersByTime(100 * DAY_MS);
    expect(action).not.toHaveBeenCalled();
    stop();
  });
});
