import { describe, expect, it } from '@jest/globals';
import { idsFrom, isTaskId, madeAt, newTaskId } from './task-id.js';

describe('newTaskId', () => {
  it('gives ids in the order of their making', () => {
    const ids = Array.from({ length: 1_000 }, newTaskId);
    expect(ids.every(isTaskId)).toBe(true);
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('gives the same ids again from the same seed, and others from another', () => {
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

  it('puts the time of its making into an id, and that of the seed into one that can be repeated', () => {
    const before = Date.now();
    const seed = newTaskId();
    expect(madeAt(seed)).toBeGreaterThanOrEqual(before);
    expect(madeAt(seed)).toBeLessThanOrEqual(Date.now());
    expect(madeAt(idsFrom(seed)())).toBe(madeAt(seed));
    expect(madeAt('wait')).toBe(0);
  });

  it.each(['', 'wait', '1', '00000000-0000-0000-0000-000000000000', '9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d'])(
    '%j is no id of ours',
    (id) => expect(isTaskId(id)).toBe(false),
  );
});
