import { describe, expect, it } from '@jest/globals';
import { readHeaders, writeHeaders } from './header-table.js';

const int = (value: number) => ({ '!': 'int', value });

describe('writeHeaders', () => {
  it('gives every integer its type, in lists and tables, too', () => {
    expect({
      ...writeHeaders({ clock: 128, list: [300, [-1]], table: { n: 40_000 }, text: 'x', half: 0.5 }),
    }).toEqual({
      clock: int(128),
      list: [int(300), [int(-1)]],
      table: { n: int(40_000) },
      text: 'x',
      half: 0.5,
    });
  });

  it.each([
    [2 ** 31 - 1, 'int'],
    [2 ** 31, 'long'],
    [2 ** 53, 'long'],
    [2 ** 70, 'double'],
    [-(2 ** 31), 'int'],
    [-(2 ** 31) - 1, 'double'],
  ])('writes %p as %s, as Python reads it', (value, type) => {
    expect(writeHeaders({ value })['value']).toEqual({ '!': type, value });
  });

  it('sends a table with the key of a typed value as a table', () => {
    const { hostile } = writeHeaders({ hostile: { '!': 'no-such-type', value: 1 } });
    expect(Object.hasOwn(hostile as object, '!')).toBe(false);
    expect((hostile as { '!': unknown })['!']).toBe('no-such-type');
  });

  it('leaves out what is undefined, and cuts what is nested too deep', () => {
    const list: unknown[] = [];
    list.push(list);
    expect(() => writeHeaders({ list })).not.toThrow();
    expect(Object.keys(writeHeaders({ gone: undefined, kept: null }))).toEqual(['kept']);
  });
});

describe('readHeaders', () => {
  it('returns JSON values with own keys', () => {
    const read = readHeaders({
      at: { '!': 'timestamp', value: 17 },
      price: { '!': 'decimal', value: { places: 2, digits: 150 } },
      bytes: Buffer.from('text'),
      death: [{ count: 1, queue: 'q' }],
    });
    expect(read).toEqual({ at: 17, price: 1.5, bytes: 'text', death: [{ count: 1, queue: 'q' }] });
  });

  it.each([undefined, null, 'text'])('takes %p for none', (headers) =>
    expect(readHeaders(headers)).toEqual({}),
  );
});
