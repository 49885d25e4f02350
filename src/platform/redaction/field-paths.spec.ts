import { describe, expect, it } from '@jest/globals';
import { type FieldPath, changedAt, faultOf, touches, valuesAt } from './field-paths.js';

const HIDE = () => 'hidden';

describe('what stands at a path', () => {
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
  ])('%j is changed, and nothing else', (paths, changes) => {
    const before = structuredClone(value);
    expect(changedAt(value, paths, HIDE)).toEqual({ ...value, ...changes });
    expect(value).toEqual(before);
  });

  it('is given to who changes it, with the path that led there', () => {
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

  it('stays an array where it was one, and what is not changed is not copied', () => {
    // Typed by what it is made of.
    const changed = changedAt(value, ['items.*.secret'], HIDE) as typeof value;
    expect(Array.isArray(changed.items)).toBe(true);
    expect(changed.credentials).toBe(value.credentials);
    expect(changedAt(value, ['missing.x'], HIDE)).toBe(value);
    expect(changedAt('text', ['a'], HIDE)).toBe('text');
    expect(changedAt(null, ['a'], HIDE)).toBeNull();
  });

  it('changes no prototype, whatever a name is', () => {
    const hostile: unknown = JSON.parse('{"a":{"__proto__":{"isAdmin":1},"b":2}}');
    const changed = changedAt(hostile, ['a.*'], HIDE) as { a: object };
    expect(JSON.stringify(changed)).toBe('{"a":{"__proto__":"hidden","b":"hidden"}}');
    expect(Object.getPrototypeOf(changed.a)).toBe(Object.prototype);
  });

  it('can be read and written again', () => {
    const changed = changedAt(value, ['items.*.secret'], HIDE);
    expect(changedAt(changed, ['items.*.secret'], () => 1)).toEqual(value);
  });
});

describe('a place', () => {
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
  ])('%s shows a secret: %p', (place, expected) => {
    const paths = ['password', 'credentials.token', 'items.*.secret'];
    expect(touches(paths, place === '' ? [] : place.split('.'))).toBe(expected);
    expect(touches([], place.split('.'))).toBe(false);
  });
});

describe('a list of paths', () => {
  it.each([[[]], [['a']], [['a', 'b.c', 'b.d', 'list.*.x', 'list.*.y']], [['items.0', 'items.1']]])(
    '%j is fine',
    (paths) => {
      expect(faultOf(paths)).toBeUndefined();
    },
  );

  it.each(['', '.', 'a.', '.a', 'a..b', '__proto__', 'a.constructor', 'prototype.a'])(
    '%p is no path',
    (path) => {
      expect(faultOf(['fine', path])).toBe(
        `${JSON.stringify(path)} is no path: give names joined by dots, such as credentials.token or items.*.secret`,
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
  ])('%s and %s are not both encrypted', (first, second) => {
    expect(faultOf(['other.field', first, second])).toBe(
      `${first} and ${second} can be the same field, or one a part of the other`,
    );
  });
});

describe('the type of a path', () => {
  class Payload {
    name!: string;
    credentials?: { token: string; deep: { key: string } };
    items!: { secret: string }[];
    tags!: string[];
    free!: Record<string, unknown>;
  }

  it('is made of what the payload has', () => {
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
