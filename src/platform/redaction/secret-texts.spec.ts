import { describe, expect, it } from '@jest/globals';
import { hasKnownSecret, knowSecrets, scrubKnown } from './known-secrets.js';
import { SecretTexts } from './secret-texts.js';

describe('SecretTexts', () => {
  it.each<[string, unknown[], string, string]>([
    ['a text', ['hunter2!'], 'it was hunter2!, hunter2!', 'it was [redacted], [redacted]'],
    ['a number', [482_913], 'pin 482913 is wrong', 'pin [redacted] is wrong'],
    ['what is deep in JSON', [{ a: [{ b: 'deep-secret' }] }], 'deep-secret', '[redacted]'],
    ['each of several', ['first-one', 'second-one'], 'second-one first-one', '[redacted] [redacted]'],
    ['the longest first', ['abcd', 'abcdef'], 'abcdef abcd', '[redacted] [redacted]'],
    ['the form in a URL', ['p@ss/wörd'], '?p=p%40ss%2Fw%C3%B6rd', '?p=[redacted]'],
    ['the form in JSON', ['quote"and\\'], 'quote\\"and\\\\', '[redacted]'],
    ['every line of many', ['line one\r\n  line two\n'], 'line two, line one', '[redacted], [redacted]'],
    ['what regular expressions know', ['a.c$(x)'], 'abc$(x) a.c$(x)', 'abc$(x) [redacted]'],
    ['what is in [redacted] itself', ['redacted', 'secret-x'], 'secret-x redacted', '[redacted] [redacted]'],
    ['half a surrogate pair', ['\ud800abc'], '=\ud800abc', '=[redacted]'],
    ['nothing shorter than four', ['abc', 'a', '', 12, 123], 'abc a 12 123', 'abc a 12 123'],
    ['from four on', ['abcd', 1234], 'abcd 1234', '[redacted] [redacted]'],
    ['nothing for true and null', [true, null, undefined], 'true null undefined', 'true null undefined'],
    ['no names of fields', [{ token: 'x' }], 'token', 'token'],
  ])('are redacted: %s', (_what, values, text, expected) => {
    const secrets = SecretTexts.of(values);
    expect(secrets.scrub(text)).toBe(expected);
    expect(secrets.occursIn(text)).toBe(expected !== text);
  });

  it('are redacted in JSON, including numbers and names', () => {
    const secrets = SecretTexts.of(['hunter2', 482_913]);
    const value = { note: 'is hunter2', list: ['x', 482_913, 1, null, true], hunter2: { deep: 'hunter2' } };
    expect(secrets.scrubJson(value)).toEqual({
      note: 'is [redacted]',
      list: ['x', '[redacted]', 1, null, true],
      '[redacted]': { deep: '[redacted]' },
    });
    expect(secrets.scrubJson(undefined)).toBeUndefined();
  });

  it('change nothing without secrets', () => {
    const value = { a: 1 };
    expect(SecretTexts.of([{}, 'abc'])).toBe(SecretTexts.none);
    expect(SecretTexts.none.scrubJson(value)).toBe(value);
    expect(SecretTexts.none.scrub('text')).toBe('text');
    expect(SecretTexts.none.occursIn('text')).toBe(false);
  });
});

describe('known secrets', () => {
  it('are redacted until released, each independently', () => {
    const forgetOne = knowSecrets(SecretTexts.of(['secret-one']));
    const forgetTwo = knowSecrets(SecretTexts.of(['secret-two']));
    expect(scrubKnown({ text: 'secret-one secret-two' })).toEqual({ text: '[redacted] [redacted]' });
    expect(hasKnownSecret('a secret-two')).toBe(true);
    forgetOne();
    expect(scrubKnown('secret-one secret-two')).toBe('secret-one [redacted]');
    expect([hasKnownSecret('secret-one'), hasKnownSecret('secret-two')]).toEqual([false, true]);
    forgetTwo();
    expect([hasKnownSecret('secret-two'), scrubKnown('secret-two')]).toEqual([false, 'secret-two']);
  });

  it('ignore an empty set', () => {
    knowSecrets(SecretTexts.none)();
    expect(hasKnownSecret('')).toBe(false);
  });
});
