import { describe, expect, it } from '@jest/globals';
import { fingerprintOf, hashOf, parseIdempotencyKey } from './idempotency-key.js';

describe('Idempotency-Key', () => {
  it.each([
    ['"8e03978e-40d5-43dd-bc93-6894a57f9324"', '8e03978e-40d5-43dd-bc93-6894a57f9324'],
    ['8e03978e-40d5-43dd-bc93-6894a57f9324', '8e03978e-40d5-43dd-bc93-6894a57f9324'],
    ['"a b, c; d"', 'a b, c; d'],
    [String.raw`"say \"hi\" \\ bye"`, String.raw`say "hi" \ bye`],
    ['order/42:pay=+1==', 'order/42:pay=+1=='],
    ['k'.repeat(255), 'k'.repeat(255)],
    [`"${'\\"'.repeat(255)}"`, '"'.repeat(255)],
  ])('reads %p', (header, key) => {
    expect(parseIdempotencyKey(header)).toBe(key);
  });

  it.each([
    '',
    '""',
    '"open',
    'open"',
    'a b',
    'a, b',
    'a;b=c',
    '"a"b',
    String.raw`"a\b"`,
    '"\u00fcber"',
    '\u00fcber',
    '"a\tb"',
    'k'.repeat(256),
    `"${'k'.repeat(256)}"`,
  ])('refuses %p, and says what is expected', (header) => {
    expect(() => parseIdempotencyKey(header)).toThrow(
      expect.objectContaining({ code: 'malformed', message: expect.stringContaining('1 to 255 printable') }),
    );
  });
});

describe('the fingerprint of a request', () => {
  const body = { payload: { x: 1, list: [{ a: 1, b: 2 }, 3] }, options: { tags: ['a', 'b'] } };
  const known = fingerprintOf('a key', 'POST', '/tasks/a.b?c=1', body);

  it('is the same for the same body in another order of keys', () => {
    const reordered = { options: { tags: ['a', 'b'] }, payload: { list: [{ b: 2, a: 1 }, 3], x: 1 } };
    expect(fingerprintOf('a key', 'POST', '/tasks/a.b?c=1', reordered)).toBe(known);
  });

  it.each([
    ['method', fingerprintOf('a key', 'PUT', '/tasks/a.b?c=1', body)],
    ['path', fingerprintOf('a key', 'POST', '/tasks/a.c?c=1', body)],
    ['query', fingerprintOf('a key', 'POST', '/tasks/a.b?c=2', body)],
    ['value', fingerprintOf('a key', 'POST', '/tasks/a.b?c=1', { ...body, payload: { x: '1' } })],
    [
      'order of a list',
      fingerprintOf('a key', 'POST', '/tasks/a.b?c=1', { ...body, options: { tags: ['b', 'a'] } }),
    ],
    ['key', fingerprintOf('another key', 'POST', '/tasks/a.b?c=1', body)],
    ['absent body', fingerprintOf('a key', 'POST', '/tasks/a.b?c=1', undefined)],
  ])('differs for another %s', (_what, other) => {
    expect(other).not.toBe(known);
  });

  it('distinguishes a missing body from an empty one, and never confuses the borders of texts', () => {
    expect(fingerprintOf('a key', 'POST', '/', undefined)).not.toBe(fingerprintOf('a key', 'POST', '/', ''));
    expect(fingerprintOf('a key', 'POST', '/', undefined)).not.toBe(fingerprintOf('a key', 'POST', '/', {}));
    expect(hashOf('a', 'bc')).not.toBe(hashOf('ab', 'c'));
    expect(hashOf('a\n', 'b')).not.toBe(hashOf('a', '\nb'));
  });
});
