import { describe, expect, it } from '@jest/globals';
import { type Backoff, backoffDelayMs } from './retry-policy.js';

const middle = () => 0.5;

describe('backoffDelayMs', () => {
  it('waits the same each time when fixed', () => {
    const fixed: Backoff = { type: 'fixed', delayMs: 100 };
    expect([1, 2, 9].map((failures) => backoffDelayMs(fixed, failures, middle))).toEqual([100, 100, 100]);
  });

  it('doubles up to its maximum when exponential', () => {
    const exponential: Backoff = { type: 'exponential', delayMs: 100, maxMs: 500 };
    expect([1, 2, 3, 4, 5_000].map((failures) => backoffDelayMs(exponential, failures, middle))).toEqual([
      100, 200, 400, 500, 500,
    ]);
  });

  it('subtracts jitter from the delay, never adds to it', () => {
    const jittered: Backoff = { type: 'fixed', delayMs: 100, jitter: 0.5 };
    expect(backoffDelayMs(jittered, 1, () => 0)).toBe(100);
    expect(backoffDelayMs(jittered, 1, middle)).toBe(75);
    expect(backoffDelayMs(jittered, 1, () => 0.999_999)).toBe(50);
  });

  it('is limited to an hour without a maximum', () => {
    expect(backoffDelayMs({ type: 'exponential', delayMs: 1_000 }, 60, middle)).toBe(3_600_000);
  });
});
