import { describe, expect, it } from '@jest/globals';
import { checkedResult } from './json-result.js';

const check = (result: unknown) => checkedResult(result, 1_000);
const cycle: { self?: object } = {};
cycle.self = { inner: [cycle] };

class Point {
  x = 1;
}

describe('the result of a task', () => {
  it.each([[null], [0], [''], [false], [[1, 'a', null]], [{ a: { b: [] }, c: undefined }], [new Point()]])(
    'is taken as it is: %j',
    (result) => {
      expect(check(result)).toBe(result);
    },
  );

  it('is null when there is none', () => {
    expect(check(undefined)).toBeNull();
  });

  it('may have the same part twice', () => {
    const part = { a: 1 };
    expect(check([part, part])).toEqual([part, part]);
  });

  it.each([
    [Number.NaN, 'result is NaN'],
    [{ rate: Number.POSITIVE_INFINITY }, 'result.rate is Infinity'],
    [{ ids: [1n] }, 'result.ids[0] is a BigInt'],
    [[undefined], 'result[0] is undefined'],
    [{ at: new Date(0) }, 'result.at is a Date'],
    [new Map(), 'result is a Map'],
    [new Set(), 'result is a Set'],
    [/x/, 'result is a RegExp'],
    [Buffer.from('x'), 'result is a Buffer'],
    [{ run: () => 1 }, 'result.run is a function'],
    [{ error: new TypeError('x') }, 'result.error is a TypeError'],
    [cycle, 'result.self.inner[0] is a cycle'],
  ])('is refused, with its place, where JSON would change it: %#', (result, message) => {
    expect(() => check(result)).toThrow(`${message}, which JSON cannot carry`);
  });

  it('is refused when it is too large, counted in bytes', () => {
    expect(check('é'.repeat(499))).toHaveLength(499);
    expect(() => check('é'.repeat(500))).toThrow(
      'The result has 1002 bytes as JSON; at most 1000 are stored',
    );
  });
});
