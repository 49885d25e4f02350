import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { KeyRing, bearerOf } from './key-ring.js';

const hash = (key: string) => createHash('sha256').update(key).digest('hex');
const ring = new KeyRing([
  { name: 'ci', role: 'submitter', sha256: hash('cel_one') },
  { name: 'ops', role: 'admin', sha256: hash('cel_two') },
]);

describe('KeyRing', () => {
  it.each([
    ['cel_one', 'ci'],
    ['cel_two', 'ops'],
  ])('finds %s', (key, name) => expect(ring.find(key)?.name).toBe(name));

  it.each(['', 'cel_', 'cel_onf', 'cel_one ', ' cel_one', 'CEL_ONE', hash('cel_one'), 'cel_one'.repeat(99)])(
    'does not find %j',
    (key) => expect(ring.find(key)).toBeUndefined(),
  );

  it('finds nothing when it is empty', () => expect(new KeyRing([]).find('')).toBeUndefined());

  it('finds a key by its exact name only', () => {
    expect(ring.named('ci')).toMatchObject({ role: 'submitter' });
    expect(ring.named('CI')).toBeUndefined();
  });

  it('describes its keys and their roles without hashes', () =>
    expect(ring.describe()).toBe('ci (submitter), ops (admin)'));

  it('compares with every key in constant time', () => {
    // Checks how the search works: a measured time would be noise.
    const source = KeyRing.prototype.find.toString();
    expect(source).toContain('timingSafeEqual');
    expect(source).not.toMatch(/break|\.find\(|\.some\(|return found.*\n.*for/);
    expect(source.match(/return /g)).toHaveLength(1);
  });
});

describe('a bearer token', () => {
  it.each([
    ['Bearer cel_A-b_9', 'cel_A-b_9'],
    ['bearer  cel_a ', 'cel_a'],
    ['BEARER abc==', 'abc=='],
    [`Bearer ${'a'.repeat(256)}`, 'a'.repeat(256)],
  ])('is read from %j', (header, token) => expect(bearerOf(header)).toBe(token));

  it.each([
    '',
    'Bearer',
    'Bearer ',
    'Bearercel_a',
    'Basic cel_a',
    'Bearer a b',
    'Bearer a,b',
    'x Bearer a',
    `Bearer ${'a'.repeat(257)}`,
  ])('is not in %j', (header) => expect(bearerOf(header)).toBeUndefined());
});
