import { describe, expect, it } from '@jest/globals';
import { placeAmong, runsOf } from './runs.js';

const run = (id: string, ms: number) => ({ id, ms, status: 'SUCCESS' as const });

describe('runs of a type', () => {
  it('have the task among them', () => {
    const newest = [run('a', 1), run('b', 2)];
    const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id);
    expect(runsOf(newest, undefined)).toEqual(newest);
    expect(runsOf(newest, run('b', 3))).toEqual([run('a', 1), run('b', 3)]);
    expect(ids(runsOf(newest, run('old', 3)))).toEqual(['old', 'a', 'b']);
    expect(ids(runsOf(newest, { ...run('new', 3), status: 'STARTED' as never }))).toEqual(['a', 'b', 'new']);
  });

  it('tell where the task stands', () => {
    const runs = Array.from({ length: 20 }, (_, n) => run(String(n), n + 1));
    expect(placeAmong(runs, '19')).toEqual({ median: 10, p95: 19, own: 20, slowerThan: 1 });
    expect(placeAmong(runs, 'none')).toMatchObject({ own: undefined, slowerThan: 0 });
    expect(placeAmong([run('a', 5)], 'a')).toEqual({ median: 5, p95: 5, own: 5, slowerThan: 0 });
  });
});
