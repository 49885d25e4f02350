import { describe, expect, it } from '@jest/globals';
import type { TaskList, TaskSnapshot } from '../../../../core/index.js';
import { StampedCalls, stampsIn } from './stamped-calls.js';

describe('stampsIn', () => {
  it('reads names with one value or several', () => {
    expect(stampsIn({ job: 'a', user: ['b', 7] })).toEqual(
      new Map([
        ['job', ['a']],
        ['user', ['b', '7']],
      ]),
    );
    expect(stampsIn(['job=a=b'])).toEqual(new Map([['job', ['a=b']]]));
  });

  it.each([undefined, null, 'job', {}, [], [5], { '': 'a' }, new Array(101).fill('a=b')])(
    'refuses %j',
    (headers) => {
      expect(() => stampsIn(headers)).toThrow('headers must be 1 to 100 names of stamps with their values');
    },
  );
});

describe('StampedCalls', () => {
  const task = (id: string, stamps: object) =>
    ({ id, bridge: { bridge: 'celery', data: { stamps } } }) as unknown as TaskSnapshot;

  it('finds open tasks page by page', async () => {
    const pages = [
      [task('1', { job: 'a' }), task('2', { job: ['b', 'a'] }), task('3', { job: 'c' })],
      [task('4', JSON.parse('{"__proto__":"a"}') as object), task('5', { job: 'a' })],
    ];
    const list = {
      page: ({ status }: { status: string }, _: number, cursor?: string) => {
        const at = Number(cursor ?? 0);
        const items = status === 'PENDING' ? pages[at] : [];
        return Promise.resolve({ items, nextCursor: status === 'PENDING' && at === 0 ? '1' : null });
      },
    } as unknown as TaskList;
    const found = [];
    for await (const tasks of new StampedCalls(list).open(stampsIn({ job: 'a', toString: 'a' })))
      found.push(tasks.map(({ id }) => id));
    expect(found).toEqual([['1', '2'], ['5'], [], []]);
  });
});
