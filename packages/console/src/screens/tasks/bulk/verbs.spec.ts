import { describe, expect, it } from '@jest/globals';
import { NOTHING_SELECTED } from './selection.js';
import { applies, orderForAll, orderForRows, statusesOf } from './verbs.js';

describe('the actions on many tasks', () => {
  it('never retry a cancelled task', () => {
    expect(applies('retry', 'REVOKED')).toBe(false);
    expect(statusesOf('retry', 'status:REVOKED')).toEqual([]);
    expect(orderForAll('retry', 'status:FAILURE|REVOKED tag:x').queries).toEqual(['status:FAILURE tag:x']);
  });

  it('apply to what a query can find', () => {
    expect(statusesOf('cancel', 'tag:x')).toEqual(['PENDING', 'STARTED', 'RETRY']);
    expect(statusesOf('cancel', 'status:started|SUCCESS')).toEqual(['STARTED']);
    expect(statusesOf('delete', 'status:PENDING')).toEqual([]);
    expect(orderForAll('cancel', '').queries).toEqual(['status:PENDING|STARTED|RETRY']);
  });

  it('name rows in queries of 20', () => {
    const ids = new Set(Array.from({ length: 45 }, (_, n) => `id-${n}`));
    const { queries } = orderForRows('retry', { ...NOTHING_SELECTED, ids });
    expect(queries.map((q) => q.split('|').length)).toEqual([20, 20, 5]);
    expect(queries[0]).toMatch(/^id:id-0\|id-1\|.* status:FAILURE$/);
  });
});
