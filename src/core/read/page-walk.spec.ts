import { describe, expect, it } from '@jest/globals';
import { walkPage } from './page-walk.js';

/** Walks along the numbers from 1 to `length`, some at a time; the even ones match. */
async function evenNumbers(length: number, limit: number, partsAtMost = Infinity, after?: number) {
  let parts = 0;
  const read = (from = 0) => {
    parts += 1;
    const places = [1, 2, 3].map((step) => from + step).filter((place) => place <= length);
    const entries = places.map((place) => ({ place, item: place % 2 === 0 ? place : undefined }));
    const last = places.at(-1) ?? length;
    return Promise.resolve({ entries, next: last >= length ? null : last });
  };
  const { items, next } = await walkPage({ limit, after, read, isEnough: () => parts >= partsAtMost });
  return [items, next];
}

describe('walkPage', () => {
  it('fills a page and returns the place of its last item', async () => {
    expect(await evenNumbers(20, 4)).toEqual([[2, 4, 6, 8], 8]);
    expect(await evenNumbers(20, 4, Infinity, 8)).toEqual([[10, 12, 14, 16], 16]);
  });

  it('has no next page at the end of the list, even if the last item fills the page', async () => {
    expect(await evenNumbers(5, 4)).toEqual([[2, 4], null]);
    expect(await evenNumbers(8, 4)).toEqual([[2, 4, 6, 8], null]);
    expect(await evenNumbers(9, 4)).toEqual([[2, 4, 6, 8], 8]);
    expect(await evenNumbers(0, 4)).toEqual([[], null]);
  });

  it('ends a short page early if the search was long enough, with a place to continue', async () => {
    expect(await evenNumbers(20, 4, 2)).toEqual([[2, 4, 6], 6]);
  });

  it('passes on the room left on the page', async () => {
    const rooms: number[] = [];
    const read = (after = 0, room: number) => {
      rooms.push(room);
      return Promise.resolve({ entries: [{ place: after + 1, item: after + 1 }], next: after + 1 });
    };
    await walkPage({ limit: 3, after: undefined, read, isEnough: () => false });
    expect(rooms).toEqual([3, 2, 1]);
  });
});
