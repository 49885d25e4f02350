import { describe, expect, it } from '@jest/globals';
import { type FieldPath, changedAt, faultOf, touches, valuesAt } from './field-paths.js';

const HIDE = () => 'hidden';

describe('changedAt', () => {
  const value = {
    password: 'p',
    credentials: { token: 't', user: 'u' },
    items: [{ secret: 1, open: 2 }, { open: 3 }, 'text', null],
    byName: { a: { secret: 4 }, b: { secret: 5 } },
    empty: null,
  };

  it.each<[string[], object]>([
    [['password'], { password: 'hidden' }],
    [['credentials'], { credentials: 'hidden' }],
    [['credentials.token'], { credentials: { token: 'hidden', user: 'u' } }],
    [['items.*.secret'], { items: [{ secret: 'hidden', open: 2 }, { open: 3 }, 'text', null] }],
    [['items.0.open'], { items: [{ secret: 1, open: 'hidden' }, { open: 3 }, 'text', null] }],
    [['items.*'], { items: ['hidden', 'hidden', 'hidden', 'hidden'] }],
    [['byName.*.secret'], { byName: { a: { secret: 'hidden' }, b: { secret: 'hidden' } } }],
    [['empty'], { empty: 'hidden' }],
    [['password', 'credentials.user'], { password: 'hidden', credentials: { token: 't', user: 'hidden' } }],
    [
      [
        'missing',
        'password.deeper',
        'empty.deeper',
        'items.length',
        'items.9',
        'toString',
        'credentials.*.x',
      ],
      {},
    ],
    [[], {}],
  ])('changes %j and nothing else', (paths, changes) => {
    const before = structuredClone(value);
    expect(changedAt(value, paths, HIDE)).toEqual({ ...value, ...changes });
    expect(value).toEqual(before);
  });

  it('passes the value and its path to the callback', () => {
    const seen: unknown[] = [];
    changedAt(value, ['byName.*.secret', 'password'], (found, path) => seen.push([found, path]));
    expect(seen).toEqual([
      [4, 'byName.*.secret'],
      [5, 'byName.*.secret'],
      ['p', 'password'],
    ]);
    expect(valuesAt(value, ['items.*.open', 'credentials', 'missing'])).toEqual([
      2,
      3,
      { token: 't', user: 'u' },
    ]);
  });

  it('keeps arrays, and does not copy unchanged parts', () => {
    // Typed by what it is made of.
    const changed = changedAt(value, ['items.*.secret'], HIDE) as typeof value;
    expect(Array.isArray(changed.items)).toBe(true);
    expect(changed.credentials).toBe(value.credentials);
    expect(changedAt(value, ['missing.x'], HIDE)).toBe(value);
    expect(changedAt('text', ['a'], HIDE)).toBe('text');
    expect(changedAt(null, ['a'], HIDE)).toBeNull();
  });

  it('changes no prototype, whatever the names', () => {
    const hostile: unknown = JSON.parse('{"a":{"__proto__":{"isAdmin":1},"b":2}}');
    const changed = changedAt(hostile, ['a.*'], HIDE) as { a: object };
    expect(JSON.stringify(changed)).toBe('{"a":{"__proto__":"hidden","b":"hidden"}}');
    expect(Object.getPrototypeOf(changed.a)).toBe(Object.prototype);
  });

  it('supports encrypting and decrypting', () => {
    const changed = changedAt(value, ['items.*.secret'], HIDE);
    expect(changedAt(changed, ['items.*.secret'], () => 1)).toEqual(value);
  });
});

describe('touches', () => {
  it.each([
    ['password', true],
    ['credentials', true],
    ['credentials.token', true],
    ['credentials.token.part', true],
    ['items', true],
    ['items.0', true],
    ['items.0.secret', true],
    ['', true],
    ['name', false],
    ['credentials.user', false],
    ['items.0.open', false],
    ['items.0.open.secret', false],
  ])('%s reveals a secret: %p', (place, expected) => {
    const paths = ['password', 'credentials.token', 'items.*.secret'];
    expect(touches(paths, place === '' ? [] : place.split('.'))).toBe(expected);
    expect(touches([], place.split('.'))).toBe(false);
  });
});

describe('faultOf', () => {
  it.each([[[]], [['a']], [['a', 'b.c', 'b.d', 'list.*.x', 'list.*.y']], [['items.0', 'items.1']]])(
    'accepts %j',
    (paths) => {
      expect(faultOf(paths)).toBeUndefined();
    },
  );

  it.each(['', '.', 'a.', '.a', 'a..b', '__proto__', 'a.constructor', 'prototype.a'])(
    'refuses %p',
    (path) => {
      expect(faultOf(['fine', path])).toBe(
        `${JSON.stringify(path)} is not a path: give names joined by dots, such as credentials.token or items.*.secret`,
      );
    },
  );

  it.each([
    ['a', 'a'],
    ['a', 'a.b'],
    ['a.b', 'a'],
    ['list.*', 'list.0'],
    ['list.*.x', 'list.0'],
    ['a.*.c', '*.b.c'],
  ])('refuses %s and %s, which overlap', (first, second) => {
    expect(faultOf(['other.field', first, second])).toBe(
      `${first} and ${second} overlap: they can be the same field, or one can be part of the other`,
    );
  });
});

describe('FieldPath', () => {
  class Payload {
    name!: string;
    credentials?: { token: string; deep: { key: string } };
    items!: { secret: string }[];
    tags!: string[];
    free!: Record<string, unknown>;
  }

  it("is derived from the payload's type", () => {
    const fine: FieldPath<Payload>[] = [
      'name',
      'credentials',
      'credentials.token',
      'credentials.deep.key',
      'items.*',
      'items.*.secret',
      'tags.*',
      'free.anything',
    ];
    const wrong: FieldPath<Payload>[] = [
      // @ts-expect-error no such field
      'nam',
      // @ts-expect-error a text has no fields
      'name.first',
      // @ts-expect-error no such field within
      'credentials.tokn',
      // @ts-expect-error an item of an array is `*`
      'items.secret',
    ];
    expect([fine.length, wrong.length]).toEqual([8, 4]);
  });
});
