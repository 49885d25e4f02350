import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { BrokenSealError, PayloadCipher, UnknownKeyError } from './payload-cipher.js';

const OLD = randomBytes(32);
const NEW = randomBytes(32);
const cipher = new PayloadCipher([OLD]);
const rotated = new PayloadCipher([NEW, OLD]);

/** The text with one bit of its n-th byte (from the end, if negative) turned. */
function turned(text: string, n: number): string {
  const at = text.lastIndexOf('.') + 1;
  const bytes = Buffer.from(text.slice(at), 'base64url');
  const i = n < 0 ? bytes.length + n : n;
  bytes[i] = (bytes[i] ?? 0) ^ 1;
  return text.slice(0, at) + bytes.toString('base64url');
}

describe('PayloadCipher', () => {
  it.each([
    ['a text'],
    [''],
    [482_913],
    [0],
    [true],
    [null],
    [['a', 1]],
    [{ token: 'grün', deep: { n: [1] } }],
  ])('decrypts %j to the same value', (value) => {
    const text = cipher.encrypt(value, 'here');
    expect(cipher.decrypt(text, 'here')).toEqual(value);
  });

  it("reveals only that a value is encrypted, the key's id and the length", () => {
    const text = cipher.encrypt('hunter2', 'here');
    const [, id, body = ''] = /^\[redacted\]v1\.([0-9a-f]{8})\.([\w-]+)$/.exec(text) ?? [];
    expect(id).toBe(/v1\.(\w+)\./.exec(cipher.encrypt('other', 'there'))?.[1]);
    expect(Buffer.from(body, 'base64url')).toHaveLength(12 + 16 + '"hunter2"'.length);
    expect(Buffer.from(body, 'base64url').toString('latin1')).not.toContain('hunter2');
  });

  it('identifies the key without revealing anything about it', () => {
    const id = /v1\.(\w+)\./.exec(cipher.encrypt(1, 'x'))?.[1] ?? '';
    expect(OLD.toString('hex')).not.toContain(id);
    expect(id).not.toBe(/v1\.(\w+)\./.exec(rotated.encrypt(1, 'x'))?.[1]);
    expect(/v1\.(\w+)\./.exec(new PayloadCipher([Buffer.alloc(32)]).encrypt(1, 'x'))?.[1]).toBe('a67eadfb');
  });

  it('creates a different text each time', () => {
    const texts = Array.from({ length: 100 }, () => cipher.encrypt('same', 'here'));
    const ivs = texts.map((text) =>
      Buffer.from(text.split('.')[2] ?? '', 'base64url')
        .subarray(0, 12)
        .toString('hex'),
    );
    expect(new Set(ivs).size).toBe(100);
  });

  it('refuses a text that was encrypted for another place', () => {
    expect(() => cipher.decrypt(cipher.encrypt('x', 'here'), 'there')).toThrow(BrokenSealError);
  });

  it.each([0, 11, 12, 27, 28, -1])('refuses a text with one bit changed, at byte %p', (byte) => {
    const text = cipher.encrypt('hunter2', 'here');
    expect(() => cipher.decrypt(turned(text, byte), 'here')).toThrow(
      new BrokenSealError('Value was modified or belongs to another task'),
    );
  });

  it('refuses a truncated text', () => {
    const text = cipher.encrypt('hunter2', 'here');
    for (const end of [-1, -4, -9, 24, 30])
      expect(() => cipher.decrypt(text.slice(0, end), 'here')).toThrow(BrokenSealError);
  });

  it('accepts no shorter tag', () => {
    const text = cipher.encrypt('', 'here');
    const at = text.lastIndexOf('.') + 1;
    const bytes = Buffer.from(text.slice(at), 'base64url');
    for (const length of [12, 16, 24, 27]) {
      const cut = text.slice(0, at) + bytes.subarray(0, length).toString('base64url');
      expect(() => cipher.decrypt(cut, 'here')).toThrow(BrokenSealError);
    }
  });

  it.each([
    ...['plain', '', '[redacted]', 5, null, undefined, {}, ['[redacted]v1.00000000.AAAA']],
    ...['x[redacted]v1.0a1b2c3d.AAAA', '[redacted]v1.0a1b2c3d.AAAA=', '[redacted]v2.0a1b2c3d.AAAA'],
    '[redacted]v1.0A1B2C3D.AA',
  ])('refuses %j, which is not encrypted', (value) => {
    expect(() => cipher.decrypt(value, 'here')).toThrow(new BrokenSealError('Value is not encrypted'));
  });

  it('encrypts with the first key and decrypts with all', () => {
    const before = cipher.encrypt('x', 'here');
    const after = rotated.encrypt('x', 'here');
    expect([rotated.decrypt(before, 'here'), rotated.decrypt(after, 'here')]).toEqual(['x', 'x']);
    expect(() => cipher.decrypt(after, 'here')).toThrow(UnknownKeyError);
    const id = /v1\.(\w+)\./.exec(after)?.[1];
    expect(() => cipher.decrypt(after, 'here')).toThrow(
      expect.objectContaining({ name: 'UnknownKeyError', keyId: id, message: `Unknown key ${id}` }),
    );
  });

  it('detects a wrong key id', () => {
    const text = rotated.encrypt('x', 'here');
    const old = cipher.encrypt('x', 'here');
    const swapped = text.replace(/v1\.\w+/, /v1\.\w+/.exec(old)?.[0] ?? '');
    expect(() => rotated.decrypt(swapped, 'here')).toThrow(BrokenSealError);
  });
});
