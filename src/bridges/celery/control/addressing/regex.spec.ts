import { describe, expect, it } from '@jest/globals';
import { PatternError, globTest, regexTest } from './regex.js';

describe('globTest', () => {
  it.each([
    ['*@*', 'celeriac@web-1', true],
    ['nobody@*', 'celeriac@web-1', false],
    ['celeriac@web-?', 'celeriac@web-1', true],
    ['celeriac@web-?', 'celeriac@web-12', false],
    ['celeriac@web-[0-9]', 'celeriac@web-1', true],
    ['celeriac@web-[!0-9]', 'celeriac@web-1', false],
    ['*[!a-z]', 'celeriac@web-1', true],
    ['a[]b]c', 'a]c', true],
    ['a[!]b]c', 'a]c', false],
    ['a[bc', 'a[bc', true],
    ['a[', 'a[', true],
    ['[a-]', '-', true],
    ['a.c', 'abc', false],
    ['*a*b*c', 'xxaxxbxxc', true],
    ['*a*b*c', 'xxaxxbxx', false],
    ['', '', true],
    ['', 'a', false],
    ['**', '', true],
    ['?', '', false],
    ['*\n*', 'a\nb', true],
    ['[a^b]', '^', true],
    ['(a|b)+', '(a|b)+', true],
  ])('%s for %s: %p', (pattern, text, fits) => {
    expect(globTest(pattern)(text)).toBe(fits);
  });

  it('is not slowed by many stars', () => {
    expect(globTest(`${'*a'.repeat(120)}*b`)('a'.repeat(500))).toBe(false);
  });
});

const NAMES = [
  'celeriac@web-1',
  'celeriac@web-12',
  'celeriac@mail',
  'celeriac@',
  'a@b',
  '',
  'celeriac@web.1',
];

const HOSTILE = [
  `${'(a|a)'.repeat(20)}x`,
  `(${'a?'.repeat(60)})${'a'.repeat(60)}x`,
  '((a+)+)+x',
  '(a|aa)+x',
  `${'.*'.repeat(40)}x`,
];

describe('regexTest', () => {
  it.each([
    '^[^@]+@.+$',
    'celeriac@(web|mail)$',
    '.*-1\\b',
    '\\w+@\\w{3}-\\d{1,2}$',
    '(a|b)*@',
    'mail',
    '',
    '.+?@m',
  ])('matches as JavaScript does at the start: %s', (pattern) => {
    const regex = new RegExp(pattern, 'y');
    for (const name of NAMES) {
      regex.lastIndex = 0;
      expect([name, regexTest(pattern)(name)]).toEqual([name, regex.test(name)]);
    }
  });

  it('reads what only Python writes', () => {
    const test = regexTest('\\Aceleriac@(?P<kind>web)-\\d\\Z');
    expect([test('celeriac@web-1'), test('celeriac@web-12')]).toEqual([true, false]);
    expect(regexTest('[]a]+$')(']a]')).toBe(true);
    expect(regexTest('(?i)CELERIAC')('celeriac@a')).toBe(true);
  });

  it.each(['(', ')', '[a', '*', 'a**', '\\1', '(?=a)', '[b-a]', '\\', '((a{99}){99}){99}', 'a'.repeat(257)])(
    'refuses %s',
    (pattern) => {
      expect(() => regexTest(pattern)).toThrow(PatternError);
    },
  );

  it.each(HOSTILE)('is not slowed by %s', (pattern) => {
    // JavaScript's own engine needs years for most of these.
    expect(regexTest(pattern)('a'.repeat(200))).toBe(false);
  });
});
