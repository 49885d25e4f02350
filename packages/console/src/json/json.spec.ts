import { describe, expect, it } from '@jest/globals';
import { ExactNumber, isEqualJson, parseJson, parsedOrUndefined, printJson, withProperty } from './json.js';

describe('JSON with exact numbers', () => {
  it.each([
    '12345678901234567890',
    '1.0',
    '1e400',
    '-0',
    '0.1000',
    '{"a":[1,12345678901234567890,2.50,"12345678901234567890"],"exact":"exactt","b":1e3}',
  ])('writes %s as it was read', (text) => {
    expect(printJson(parseJson(text), 0)).toBe(text);
  });

  it('leaves numbers that JavaScript keeps as they are', () => {
    expect(parseJson('{"a": [1, -2.5, 1e21, "\\"3.0\\"", true, null]}')).toEqual({
      a: [1, -2.5, new ExactNumber('1e21'), '"3.0"', true, null],
    });
  });

  it('takes no text for a number', () => {
    const text = '{"2":1.0,"1":2.0,"a":"\\u0065xact0"}';
    expect(parseJson(text)).toEqual({ 2: new ExactNumber('1.0'), 1: new ExactNumber('2.0'), a: 'exact0' });
  });

  it('keeps a property of any name', () => {
    const text = '{"__proto__":1.0,"constructor":{"toString":2}}';
    expect(printJson(parseJson(text), 0)).toBe(text);
  });

  it('indents as JSON.stringify does', () => {
    const value = { a: [1, { b: [] }], c: {}, d: 'x"y' };
    expect(printJson(value)).toBe(JSON.stringify(value, null, 2));
    expect(printJson(value, 0)).toBe(JSON.stringify(value));
  });

  it('refuses what is no JSON', () => {
    expect(() => parseJson('{"a": 1,}')).toThrow(SyntaxError);
    expect(() => parseJson('01')).toThrow(SyntaxError);
    expect(parsedOrUndefined('x')).toBeUndefined();
  });

  it('sets, replaces and removes a property in its place', () => {
    const object = { a: 1, b: 2 };
    expect(Object.entries(withProperty(object, 'a', 3))).toEqual([
      ['a', 3],
      ['b', 2],
    ]);
    expect(withProperty(object, 'c', null)).toEqual({ a: 1, b: 2, c: null });
    expect(withProperty(object, 'a', undefined)).toEqual({ b: 2 });
    expect(withProperty(object, 'x', undefined)).toEqual(object);
  });

  it('compares by content', () => {
    expect(isEqualJson({ a: [1] }, { a: [1] })).toBe(true);
    expect(isEqualJson(new ExactNumber('1.0'), 1)).toBe(false);
  });
});
