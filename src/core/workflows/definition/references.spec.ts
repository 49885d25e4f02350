import { describe, expect, it } from '@jest/globals';
import { pathOf } from '../../../platform/validation/place.js';
import { pointerOf } from '../../../platform/validation/json-pointer.js';
import { type ReferenceValues, referencesIn, resolve } from './references.js';
import { MissingValueError } from './workflow.errors.js';

const page = { data: { title: 'Hello', images: [{ src: 'a.png' }, { src: 'b.png' }], none: null } };
const values: ReferenceValues = {
  results: new Map<string, unknown>([
    ['page', page],
    ['empty', null],
  ]),
  item: { src: 'a.png' },
  workflow: { workflow_id: 'w', status: 'SUCCESS' },
};

function foundIn(payload: unknown) {
  return referencesIn(payload).found.map(({ place, reference }) => [pointerOf(pathOf(place)), reference]);
}

describe('referencesIn', () => {
  it('finds each reference with its place, in order', () => {
    const payload = {
      to: 'a@b.c',
      text: { $result: 'page', path: '/data/title' },
      all: [1, { image: { $item: '' } }, { $workflow: '/status' }],
      'a/b': { $result: 'thumbs' },
    };
    expect(foundIn(payload)).toEqual([
      ['/text', { to: 'result', step: 'page', pointer: '/data/title' }],
      ['/all/1/image', { to: 'item', pointer: '' }],
      ['/all/2', { to: 'workflow', pointer: '/status' }],
      ['/a~1b', { to: 'result', step: 'thumbs', pointer: '' }],
    ]);
    expect(foundIn({ $result: 'page' })).toEqual([['', { to: 'result', step: 'page', pointer: '' }]]);
  });

  it('does not search literals', () => {
    const { found, literals, faults } = referencesIn({ a: { $literal: { $result: 5, $item: {} } } });
    expect([found, faults]).toEqual([[], []]);
    expect(literals.map(({ value }) => value)).toEqual([{ $result: 5, $item: {} }]);
  });

  it.each([
    [{ $result: 5 }, '/$result'],
    [{ $result: null }, '/$result'],
    [{ $result: { $result: 'page' } }, '/$result'],
    [{ $result: 'page', path: 'data' }, '/path'],
    [{ $result: 'page', path: '/~' }, '/path'],
    [{ $result: 'page', path: ['data'] }, '/path'],
    [{ $result: 'page', path: null }, '/path'],
    [{ $result: 'page', pat: '/data' }, '/pat'],
    [{ $result: 'page', $item: '' }, '/$item'],
    [{ $item: 0 }, '/$item'],
    [{ $item: 'src' }, '/$item'],
    [{ $item: '', path: '/src' }, '/path'],
    [{ $workflow: true }, '/$workflow'],
    [{ $literal: 1, other: 2 }, '/other'],
  ])('refuses the malformed %j and says where', (value, pointer) => {
    const { found, literals, faults } = referencesIn({ at: [value] });
    expect([found, literals]).toEqual([[], []]);
    expect(faults.map(({ place }) => pointerOf(pathOf(place)))).toEqual([`/at/0${pointer}`]);
  });

  it('takes only own keys for references', () => {
    expect(foundIn(Object.create({ $result: 'page' }))).toEqual([]);
    expect(foundIn(JSON.parse('{"__proto__":{"$result":"page"}}'))).toEqual([
      ['/__proto__', { to: 'result', step: 'page', pointer: '' }],
    ]);
    expect(foundIn({ $schema: 'https://example.com', $error: 1 })).toEqual([]);
  });

  it('does not overflow the stack on a payload of any depth', () => {
    let deep: unknown = { $result: 'page' };
    for (let i = 0; i < 200_000; i++) deep = i % 2 ? [deep] : { a: deep };
    expect(referencesIn(deep).found).toHaveLength(1);
    let found = resolve(deep, values);
    while (found !== page) found = Object.values(found as object)[0];
    expect(found).toBe(page);
  });
});

describe('resolve', () => {
  it('replaces references by values, and leaves the given payload as it is', () => {
    const payload = {
      title: { $result: 'page', path: '/data/title' },
      srcs: ['first', { $result: 'page', path: '/data/images/1/src' }, { $item: '/src' }],
      same: { deep: [1, 2] },
      raw: { $literal: { $item: 1 } },
      nothing: { $result: 'empty' },
    };
    const before = structuredClone(payload);
    const resolved = resolve(payload, values);
    expect(resolved).toEqual({
      title: 'Hello',
      srcs: ['first', 'b.png', 'a.png'],
      same: { deep: [1, 2] },
      raw: { $item: 1 },
      nothing: null,
    });
    expect(payload).toEqual(before);
    expect((resolved as typeof payload).same).toBe(payload.same);
  });

  it('replaces the whole payload', () => {
    expect(resolve({ $item: '' }, values)).toBe(values.item);
    expect(resolve({ a: 1 }, {})).toEqual({ a: 1 });
  });

  it('does not read values as references', () => {
    const result = { $result: 'page', path: 'no pointer' };
    expect(resolve({ a: { $result: 'odd' } }, { results: new Map([['odd', result]]) })).toEqual({
      a: result,
    });
  });

  it('resolves a part that stands at two places in both', () => {
    const part = { src: { $item: '/src' } };
    expect(resolve({ a: part, b: [part, part] }, values)).toEqual({
      a: { src: 'a.png' },
      b: [{ src: 'a.png' }, { src: 'a.png' }],
    });
  });

  it('keeps members of any name', () => {
    const payload: unknown = JSON.parse('{"__proto__":{"x":{"$item":""}},"constructor":1}');
    expect(JSON.stringify(resolve(payload, { item: 5 }))).toBe('{"__proto__":{"x":5},"constructor":1}');
  });

  it.each([
    [
      { a: [{ $result: 'page', path: '/data/imges' }] },
      'There is no value at "/data/imges" in the result of the step "page", which "/a/0" of the payload refers to.',
    ],
    [{ $result: 'lost' }, 'There is no value of the result of the step "lost", which the payload refers to.'],
    [
      { a: { $item: '/toString' } },
      'There is no value at "/toString" in the item, which "/a" of the payload refers to.',
    ],
    [{ a: { $result: 'page', path: '/data/none/x' } }, /at "\/data\/none\/x" in the result/],
  ])('fails for %j, never with null', (payload, message) => {
    expect(() => resolve(payload, values)).toThrow(MissingValueError);
    expect(() => resolve(payload, values)).toThrow(message);
  });
});
