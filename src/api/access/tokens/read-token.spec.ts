import { describe, expect, it } from '@jest/globals';
import { parseToken, signToken } from './read-token.js';

const KEY = { name: 'k'.repeat(64), role: 'viewer', sha256: 'a'.repeat(64) } as const;
const TOKEN = {
  target: { kind: 'workflow', id: '01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e' },
  expiresAt: 1_796_000_000_000,
  keyName: KEY.name,
} as const;

describe('a token', () => {
  const text = signToken(TOKEN, 'secret', KEY.sha256);

  it('is text for a header and a URL, and says what it reads', () => {
    expect(text).toMatch(/^celt_[\w-]+\.[\w-]{43}$/);
    expect(text.length).toBeLessThan(256); // the longest bearer
    expect(parseToken(text)).toMatchObject(TOKEN);
  });

  it('is signed by one secret for one key', () => {
    const token = parseToken(text);
    expect(token?.isSignedBy('secret', KEY.sha256)).toBe(true);
    expect(token?.isSignedBy('other', KEY.sha256)).toBe(false);
    expect(token?.isSignedBy('secret', 'b'.repeat(64))).toBe(false);
    expect(token?.isSignedBy('secret', '')).toBe(false);
  });

  it('has another signature if anything in it changes', () => {
    const signature = text.slice(-43);
    for (const changed of [
      { ...TOKEN, expiresAt: TOKEN.expiresAt + 1 },
      { ...TOKEN, target: { ...TOKEN.target, kind: 'task' as const } },
      { ...TOKEN, target: { ...TOKEN.target, id: TOKEN.target.id.replace('e', 'f') } },
      { ...TOKEN, keyName: 'other' },
    ]) {
      const forged = `${signToken(changed, 'guess', KEY.sha256).slice(0, -43)}${signature}`;
      expect(parseToken(forged)).toMatchObject(changed);
      expect(parseToken(forged)?.isSignedBy('secret', KEY.sha256)).toBe(false);
    }
  });

  const written = (content: unknown) =>
    `celt_${Buffer.from(JSON.stringify(content)).toString('base64url')}.${'A'.repeat(43)}`;

  it.each([
    '',
    'celt_',
    'cel_abc.def',
    `celt_e30.${'A'.repeat(42)}`,
    `celt_%%%.${'A'.repeat(43)}`,
    `celt_bm90LWpzb24.${'A'.repeat(43)}`,
    `celt_${'A'.repeat(201)}.${'A'.repeat(43)}`,
    written({}),
    written(null),
    written(['task', 1, 2, 'three']),
    written(['queue', 'id', 2, 'name']),
    written(['task', 'id', '2', 'name']),
    written(['task', 'id', 2]),
  ])('is not %j', (other) => {
    expect(parseToken(other)).toBeUndefined();
  });
});
