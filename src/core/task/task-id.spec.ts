import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { idsFrom, isTaskId, madeAt, newTaskId } from './task-id.js';

const HOUR_MS = 3_600_000;

describe('newTaskId', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  /** Ids of a clock ahead of the true one by the given times. */
  const idsOfClock = (...aheadMs: number[]) => {
    const real = Date.now();
    const clock = jest.spyOn(Date, 'now');
    return aheadMs.map((ms) => {
      clock.mockReturnValue(real + ms);
      return newTaskId();
    });
  };

  it('uses the true time after the clock was set back by an hour', () => {
    const now = Date.now();
    const [ahead = '', ...after] = idsOfClock(HOUR_MS, 0, 1, 1, 2);
    expect(madeAt(ahead)).toBeGreaterThanOrEqual(now + HOUR_MS);
    for (const id of after) expect(madeAt(id)).toBeLessThan(now + 1_000);
    expect([...after].sort()).toEqual(after);
  });

  it('keeps ids in order of creation while the clock is set back by less than a second', () => {
    const ids = idsOfClock(2 * HOUR_MS, 2 * HOUR_MS - 900, 2 * HOUR_MS - 500, 2 * HOUR_MS + 1);
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(4);
  });

  it('returns ids in order of creation', () => {
    const ids = Array.from({ length: 1_000 }, newTaskId);
    expect(ids.every(isTaskId)).toBe(true);
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('returns the same ids for the same seed, and others for another', () => {
    const three = (seed: string) => {
      const nextId = idsFrom(seed);
      return [nextId(), nextId(), nextId()];
    };
    const seed = newTaskId();
    const ids = three(seed);
    expect(three(seed)).toEqual(ids);
    expect(new Set(ids).size).toBe(3);
    expect(ids.every(isTaskId)).toBe(true);
    expect(ids.map((id) => id.slice(0, 13))).toEqual(ids.map(() => seed.slice(0, 13)));
    expect(three(newTaskId())).not.toEqual(ids);
  });

  it("encodes the time of creation, or the seed's time for repeatable ids", () => {
    const before = Date.now();
    const seed = newTaskId();
    expect(madeAt(seed)).toBeGreaterThanOrEqual(before);
    expect(madeAt(seed)).toBeLessThanOrEqual(Date.now());
    expect(madeAt(idsFrom(seed)())).toBe(madeAt(seed));
    expect(madeAt('wait')).toBe(0);
  });

  it.each(['', 'wait', '1', '00000000-0000-0000-0000-000000000000', '9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d'])(
    'does not accept %j',
    (id) => expect(isTaskId(id)).toBe(false),
  );
});
