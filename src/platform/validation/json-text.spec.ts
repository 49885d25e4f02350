import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isExact } from './rules/exact-number.js';
import { lossesIn } from './json-text.js';

const placesOf = (text: string, keys = keysIn(JSON.parse(text))) =>
  lossesIn(text, keys).map(({ path }) => path.join('/'));

function keysIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const own = Array.isArray(value) ? 0 : Object.keys(value).length;
  return Object.values(value).reduce((sum: number, part) => sum + keysIn(part), own);
}

describe('a number in JSON text', () => {
  it.each([
    ...[
      '9007199254740993',
      '-9007199254740995',
      '12345678901234567890',
      '1e400',
      '-1e400',
      '1e-400',
      '1E999',
    ],
    ...['0.1234567890123456789', '3.14159265358979323846', '1.7976931348623159e308', '-0', '-0.0', '-0e5'],
    ...['100000000000000000000001', '0.10000000000000000555', '4.9e-324', '123456789012345678e3'],
  ])('%s would change', (number) => {
    expect(placesOf(`{"a":{"b":[1,${number}]}}`)).toEqual(['a/b/1']);
    expect(placesOf(` ${number} `)).toEqual(['']);
  });

  it.each([
    ...[
      '0',
      '-1',
      '9007199254740991',
      '9007199254740992',
      '100000000000000000000',
      '1e23',
      '1E+2',
      '1.50',
      '0.1',
    ],
    ...['0.30000000000000004', '5e-324', '1.7976931348623157e308', '-1.5e-7', '0e10', '0.000', '1.0e5'],
  ])('%s is preserved', (number) => {
    expect(placesOf(`{"a":[${number}]}`)).toEqual([]);
  });

  it('is exact if JavaScript wrote it', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (n) => {
        expect(isExact(String(n))).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('inside a string is not a number', () => {
    expect(placesOf('{"id":"12345678901234567890","e":"1e400 \\" -0, 9007199254740993"}')).toEqual([]);
  });
});

describe('JSON text', () => {
  it.each([
    ['{"a":1,"a":2}', ['a']],
    ['{"a":{"x":1,"\\u0078":2},"b":[{"c":1},{"c":1,"d":2,"c":3}]}', ['a/x', 'b/1/c']],
    ['{"a":"\\ud800"}', ['a']],
    ['{"a":["x","\\uDC00\\ud800"]}', ['a/1']],
    ['{"\\ud800":1}', ['\ud800']],
  ])('%s loses something at %j', (text, places) => {
    expect(placesOf(text)).toEqual(places);
  });

  it.each([
    '{"a":{"a":1},"b":[{"a":1},{"a":2}]}',
    '{"a":"\\ud83d\\ude00"}',
    '{"a":"\\":","b":"x\\": 1"}',
    '{}',
    '[]',
    'null',
  ])('%s loses nothing', (text) => {
    expect(placesOf(text)).toEqual([]);
  });

  it('loses nothing if JavaScript wrote it', () => {
    fc.assert(
      fc.property(
        fc.json().filter((text) => !/-0[,\]}]|^-0$/.test(text)),
        (text) => {
          const written = JSON.stringify(JSON.parse(text));
          if (!/\\ud/.test(written)) expect(placesOf(written)).toEqual([]);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('reports its first ten losses, in linear time', () => {
    const text = `[${'1e400,'.repeat(100_000)}1]`;
    expect(lossesIn(text, 0)).toHaveLength(10);
    const texts = `["\\ud83d\\ude00",${'"\\u0041\\n",'.repeat(100_000)}1e5]`;
    const before = process.cpuUsage();
    expect(lossesIn(texts, 0)).toEqual([]);
    expect(process.cpuUsage(before).user).toBeLessThan(2_000_000);
  });
});
