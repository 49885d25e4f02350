import { describe, expect, it } from '@jest/globals';
import { jsonFaultIn } from './json-fault.js';

class Data {
  a = 1;
  left = undefined;
}

function itself(): object {
  const value: { list: unknown[] } = { list: [] };
  value.list.push(value);
  return value;
}

describe('jsonFaultIn', () => {
  it.each<[string, unknown, string]>([
    ['a hole of a list', { a: [1, , 3] }, 'a'], // eslint-disable-line no-sparse-arrays
    ['a list with properties', { a: Object.assign([1], { total: 1 }) }, 'a'],
    ['an undefined item', { a: [undefined] }, 'a.0'],
    ['NaN', { a: { b: Number.NaN } }, 'a.b'],
    ['Infinity', { a: -Infinity }, 'a'],
    ['-0', { a: [-0] }, 'a.0'],
    ['a BigInt', { a: 1n }, 'a'],
    ['a function', { a: () => 1 }, 'a'],
    ['a symbol', { a: Symbol('a') }, 'a'],
    ['a Map', { a: new Map([['b', 1]]) }, 'a'],
    ['a Set', { a: new Set([1]) }, 'a'],
    ['bytes', { a: Buffer.from('a') }, 'a'],
    ['an error', { a: new Error('a') }, 'a'],
    ['a URL', { a: new URL('https://example.com') }, 'a'],
    ['a boxed number', { a: Object(5) as unknown }, 'a'],
    ['an invalid Date', { a: new Date(Number.NaN) }, 'a'],
  ])('finds %s', (_what, value, place) => {
    expect(jsonFaultIn(value)?.path.join('.')).toBe(place);
  });

  it('finds a value that contains itself', () => {
    expect(jsonFaultIn(itself())?.message).toContain('contains itself');
  });

  it.each<[string, unknown]>([
    ['plain JSON', { a: [1, 'b', null, true, { toString: 1 }], b: {} }],
    ['an instance of a class of data', new Data()],
    ['a property that is undefined', { a: undefined }],
    ['a Date', { a: new Date(0) }],
    ['an object without a prototype', Object.assign(Object.create(null) as object, { a: 1 })],
  ])('accepts %s', (_what, value) => {
    expect(jsonFaultIn(value)).toBeUndefined();
  });
});
