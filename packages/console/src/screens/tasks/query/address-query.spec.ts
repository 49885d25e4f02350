import { describe, expect, it } from '@jest/globals';
import { addressOf, wishIn } from './address-query.js';

describe('the query in an address', () => {
  it.each([
    [{}, { q: '', sort: 'created', order: 'desc', isRunning: false }],
    [
      { q: 'tag:x', status: 'FAILURE', queue: 'night shift' },
      { q: 'tag:x status:FAILURE queue:"night shift"', sort: 'created', order: 'desc', isRunning: false },
    ],
    [
      { q: 'status:STARTED', sort: 'started', order: 'asc' },
      { q: 'status:STARTED', sort: 'started', order: 'asc', isRunning: true },
    ],
    [
      { q: 'status:FAILURE', sort: 'started', order: 'asc' },
      { q: 'status:FAILURE', sort: 'created', order: 'desc', isRunning: false },
    ],
    [
      { sort: 'nonsense', order: 'up' },
      { q: '', sort: 'created', order: 'desc', isRunning: false },
    ],
  ])('of %j', (parameters, wish) => expect(wishIn(parameters)).toEqual(wish));

  it('is written as one text', () => {
    expect(addressOf('a')).toMatchObject({ q: 'a', status: undefined, worker: undefined });
  });
});
