import { describe, expect, it } from '@jest/globals';
import { checkedResult } from './json-result.js';

const check = (result: unknown) => checkedResult(result, 1_000);
const cycle: { self?: object } = {};
cycle.self = { inner: [cycle] };

/** Values that JSON text can express but an object literal cannot. */
const ownNames: unknown = JSON.parse('{"__proto__":1,"toJSON":2,"hasOwnProperty":3,"constructor":4}');

class Hidden {
  readonly #secret = 5;
  look = undefined;
  get secret() {
    return this.#secret;
  }
}
const hidden = new Hidden();
Reflect.deleteProperty(hidden, 'look');
const sparse = [1];
sparse[3] = 4;
const nested = (levels: number) => {
  let value: unknown = 'end';
  for (let i = 0; i < levels; i++) value = { value };
  return value;
};
const form = new FormData();
form.set('a', 'b');
const unreadable = {
  ok: 1,
  get broken(): number {
    throw Object.create(null);
  },
};
const revoked = Proxy.revocable({}, {});
revoked.revoke();
const once = { reads: 0 };

class Point {
  x = 1;
}

describe('checkedResult', () => {
  it.each([
    [null],
    [0],
    [''],
    [false],
    [[1, 'a', null]],
    [{ a: { b: [] }, c: undefined }],
    [new Point()],
    [ownNames],
  ])('accepts %j unchanged', (result) => {
    expect(check(result)).toEqual(result);
  });

  it('turns undefined into null', () => {
    expect(check(undefined)).toBeNull();
  });

  it('omits undefined properties', () => {
    expect(check({ a: undefined, b: { c: undefined } })).toStrictEqual({ b: {} });
  });

  it('accepts repeated references', () => {
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
    [new Response('{}'), 'result is a Response'],
    [new Headers({ a: 'b' }), 'result is a Headers'],
    [{ form }, 'result.form is a FormData'],
    [new URLSearchParams('a=b'), 'result is a URLSearchParams'],
    [[1, 2].values(), 'result is a Array Iterator'],
    [
      (function* () {
        yield 1;
      })(),
      'result is a Generator',
    ],
    [Object(1), 'result is a Number'],
    [Object('text'), 'result is a String'],
    [{ done: Object(false) }, 'result.done is a Boolean'],
    [new Uint8Array(2), 'result is a Uint8Array'],
    [new ArrayBuffer(2), 'result is a ArrayBuffer'],
    [new WeakMap(), 'result is a WeakMap'],
    [Promise.resolve(1), 'result is a Promise'],
    [hidden, 'result is a Hidden without properties of its own'],
    [{ [Symbol('a')]: 1 }, 'result is an object with a symbol as a key'],
    [Object.defineProperty({}, 'a', { value: 1 }), 'result is a Object without properties of its own'],
    [{ list: sparse }, 'result.list[1] is a hole in a list'],
    [new Array(1_000_000_000), 'result[0] is a hole in a list'],
    [Object.assign([1, 2], { total: 3 }), 'result.total is a property of a list'],
    ['ab'.match(/b/), 'result.index is a property of a list'],
    [{ balance: -0 }, 'result.balance is -0'],
    [{ a: [unreadable] }, 'result.a[0].broken is a value that cannot be read'],
    [{ a: revoked.proxy }, 'result.a is a value that cannot be read'],
  ])('refuses a value that JSON would change, with its path: %#', (result, message) => {
    expect(() => check(result)).toThrow(`${message}, which JSON cannot carry`);
  });

  it('reads a getter once', () => {
    const result = {
      get reads(): number {
        if (++once.reads > 1) throw new Error('read twice');
        return once.reads;
      },
    };
    expect(check(result)).toEqual({ reads: 1 });
  });

  it.each([501, 3_000, 5_000, 100_000])('refuses nesting of %i levels, with its path', (levels) => {
    expect(() => checkedResult(nested(levels), 10_000_000)).toThrow(
      /^result\.value\.value.*….*value is nested deeper than 500 levels/,
    );
    expect(checkedResult(nested(400), 10_000_000)).toEqual(nested(400));
  });

  it('refuses references that would make the JSON endless', () => {
    let value: unknown = 'x';
    for (let i = 0; i < 100; i++) value = [value, value];
    expect(() => check(value)).toThrow('The result has more than 1000 bytes as JSON');
  });

  it('refuses a result that is too large in bytes', () => {
    expect(check('é'.repeat(499))).toHaveLength(499);
    expect(() => check('é'.repeat(500))).toThrow(
      'The result has 1002 bytes as JSON; at most 1000 are stored',
    );
    expect(() => check(['x'.repeat(400_000_000)])).toThrow('The result has more than 1000 bytes as JSON');
  });
});
