import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { endsWithin, within } from './within.js';

const DAY_MS = 86_400_000;
const never = new Promise<never>(() => undefined);
const late = () => 'late';
const fail = () => {
  throw new Error('too late');
};

beforeEach(() => void jest.useFakeTimers());
afterEach(() => {
  expect(jest.getTimerCount()).toBe(0);
  jest.useRealTimers();
});

describe('within', () => {
  it('returns the result or error of work that ends in time', async () => {
    await expect(within(Promise.resolve(1), 1_000, late)).resolves.toBe(1);
    await expect(within(Promise.reject(new Error('no')), 1_000, late)).rejects.toThrow('no');
  });

  it('calls the callback after the time limit, whatever its length', async () => {
    const result = within(never, 30 * DAY_MS, late);
    const error = expect(within(never, 30 * DAY_MS, fail)).rejects.toThrow('too late');
    await jest.advanceTimersByTimeAsync(30 * DAY_MS);
    await expect(result).resolves.toBe('late');
    await error;
  });

  it('ignores errors of work that was given up', async () => {
    let reject: (error: Error) => void = () => undefined;
    const work = new Promise<never>((_resolve, refuse) => (reject = refuse));
    const result = within(work, 1_000, late);
    await jest.advanceTimersByTimeAsync(1_000);
    await expect(result).resolves.toBe('late');
    reject(new Error('nobody waits for it'));
  });
});

describe('endsWithin', () => {
  it('returns whether the work ended in time', async () => {
    await expect(endsWithin(Promise.resolve(), 30 * DAY_MS)).resolves.toBe(true);
    const isInTime = endsWithin(never, 30 * DAY_MS);
    await jest.advanceTimersByTimeAsync(30 * DAY_MS);
    await expect(isInTime).resolves.toBe(false);
    await expect(endsWithin(Promise.reject(new Error('no')), 30 * DAY_MS)).rejects.toThrow('no');
  });

  it('stops waiting when cut short', async () => {
    await expect(endsWithin(never, Infinity, Promise.resolve())).resolves.toBe(false);
  });
});
