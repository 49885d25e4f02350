import { describe, expect, it } from '@jest/globals';
import { shownMs, shownResult } from './log-words.js';

describe('shownResult', () => {
  it.each<[unknown, string]>([
    [5, '5'],
    [null, 'null'],
    ['done', '"done"'],
    ['two\nlines', '"two\\nlines"'],
    ['x'.repeat(100), `"${'x'.repeat(60)}…"`],
    [[1, 2], '[1,2]'],
    [[1, 2, 3, 4, 5, 6, 7], '[1,2,3,4,5,"… 7 in all"]'],
    [{ id: 1, parts: [1], more: { a: 1 } }, '{"id":1,"parts":"…","more":"…"}'],
    [{ a: 1, b: 2, c: 3, d: 4, e: 5, f: 6 }, '{"a":1,"b":2,"c":3,"d":4,"e":5,"…":"…"}'],
    [
      { user: 'ada', api_key: 'k', password: 'p' },
      '{"user":"ada","api_key":"[redacted]","password":"[redacted]"}',
    ],
    ['redis://a:b@c', '"redis://[redacted]@c"'],
  ])('is shortened to one line without secrets: %j', (result, shown) => {
    expect(shownResult(result)).toBe(shown);
  });

  it('reads only as much as it shows', () => {
    let reads = 0;
    const wide = new Proxy(
      { a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7 },
      { get: (target, key) => (reads++, Reflect.get(target, key)) },
    );
    shownResult(wide);
    expect(reads).toBeLessThanOrEqual(6);
  });
});

describe('shownMs', () => {
  it.each([
    [0, '0 ms'],
    [213, '213 ms'],
    [1_130, '1.1 s'],
    [90_000, '2 min'],
    [5_400_000, '1.5 h'],
  ])('%i ms is %s', (ms, shown) => {
    expect(shownMs(ms)).toBe(shown);
  });
});
