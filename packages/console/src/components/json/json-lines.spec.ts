import { describe, expect, it } from '@jest/globals';
import { parseJson } from '../../json/json.js';
import { allOpen, findIn, idOf, linesOf, openAtFirst, openedTo } from './json-lines.js';

const ORDER = parseJson(
  '{"customer":{"city":"Berlin","a/b":null},"items":[{"sku":"X1"},{"sku":"x10"}],"size":7}',
);
const ids = (open: ReadonlySet<string>): string[] => linesOf(ORDER, open).map(({ id }) => id);

describe('lines of JSON', () => {
  it('show what is inside only of what is open', () => {
    expect(ids(new Set())).toEqual(['']);
    expect(ids(new Set(['', '/items']))).toEqual([
      '',
      '/customer',
      '/items',
      '/items/0',
      '/items/1',
      '/size',
    ]);
  });

  it('know their place, and whether they can be opened', () => {
    const lines = linesOf(ORDER, new Set(['']));
    expect(lines.map(({ place, siblings, isOpen }) => [place, siblings, isOpen])).toEqual([
      [1, 1, true],
      [1, 3, false],
      [2, 3, false],
      [3, 3, undefined],
    ]);
  });

  it('are opened from the outside in, as many as there is room for', () => {
    expect(ids(openAtFirst(ORDER, 4))).toEqual(['', '/customer', '/items', '/size']);
    expect([...openAtFirst(ORDER, 6)]).toEqual(['', '/customer']);
    expect(ids(allOpen(ORDER))).toHaveLength(10);
  });

  it('show the outermost values however many they are', () => {
    const long = parseJson(JSON.stringify(Array.from({ length: 50_000 }, (_, n) => n)));
    expect(linesOf(long, openAtFirst(long, 10))).toHaveLength(50_001);
  });

  it('are found by name and by text, whatever the case', () => {
    expect(findIn(ORDER, 'x1', 10).map(idOf)).toEqual(['/items/0/sku', '/items/1/sku']);
    expect(findIn(ORDER, 'CITY', 10).map(idOf)).toEqual(['/customer/city']);
    expect(findIn(ORDER, 'x1', 1)).toHaveLength(1);
    expect(findIn(ORDER, '', 10)).toEqual([]);
  });

  it('are opened around what was found', () => {
    expect([...openedTo(new Set(['/customer']), ['items', 1, 'sku'])]).toEqual([
      '/customer',
      '',
      '/items',
      '/items/1',
    ]);
    expect(idOf(['customer', 'a/b'])).toBe('/customer/a~1b');
  });
});
