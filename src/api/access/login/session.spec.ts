import { describe, expect, it } from '@jest/globals';
import type { ApiKey } from '../../../platform/config/settings/access.js';
import { KeyRing } from '../key-ring.js';
import { openSession, signSession } from './session.js';

const key: ApiKey = { name: 'ops.a', role: 'admin', sha256: 'a'.repeat(64) };
const other: ApiKey = { name: 'dev', role: 'admin', sha256: 'b'.repeat(64) };
const ring = new KeyRing([key, other]);
const scope = { area: '/dashboard', secret: 'a secret' };
const UNTIL = 2_000_000;
const session = signSession(key, UNTIL, scope);
const open = (text: string, differently: Partial<typeof scope> = {}, keys = ring, now = UNTIL - 1) =>
  openSession(text, keys, { ...scope, ...differently }, now)?.key;

describe('a session', () => {
  it('belongs to its key until it expires', () => {
    expect(open(session)).toBe(key);
    expect(open(session, {}, ring, UNTIL)).toBeUndefined();
    expect(open(session, {}, ring, UNTIL + 1)).toBeUndefined();
  });

  it('is valid for its area and secret only', () => {
    expect(open(session, { area: '/docs' })).toBeUndefined();
    expect(open(session, { secret: 'another' })).toBeUndefined();
  });

  it('ends when its key is removed or replaced', () => {
    expect(open(session, {}, new KeyRing([other]))).toBeUndefined();
    expect(open(session, {}, new KeyRing([{ ...key, sha256: 'c'.repeat(64) }]))).toBeUndefined();
  });

  it("has the key's current role", () => {
    const demoted: ApiKey = { ...key, role: 'viewer' };
    expect(open(session, {}, new KeyRing([demoted]))).toBe(demoted);
  });

  it('is invalid after any character is changed', () => {
    for (let i = 0; i < session.length - 1; i++) {
      const changed = session.slice(0, i) + (session[i] === 'A' ? 'B' : 'A') + session.slice(i + 1);
      expect([i, open(changed)]).toEqual([i, undefined]);
    }
    const [, , signature = ''] = session.split('.');
    expect(open(`${Buffer.from('dev').toString('base64url')}.${UNTIL}.${signature}`)).toBeUndefined();
    expect(open(session.replace(String(UNTIL), String(UNTIL + 1)))).toBeUndefined();
  });

  it.each([
    '',
    '.',
    '..',
    'a.b.c',
    `${session}.`,
    `x${session}`,
    `!${session}`,
    session.slice(0, -1),
    `${session}A`,
  ])('is not %j', (text) => expect(open(text)).toBeUndefined());

  it('has one id for every spelling, different from all other sessions', () => {
    const idOf = (text: string) => openSession(text, ring, scope, 1)?.id;
    const id = idOf(session);
    expect(id).toMatch(/^[\w-]{43}$/);
    expect(session).not.toContain(String(id));
    // The last character of a signature has two bits to spare.
    const last = session.at(-1) ?? '';
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const twin = session.slice(0, -1) + (alphabet[alphabet.indexOf(last) ^ 1] ?? '');
    expect(twin).not.toBe(session);
    expect(idOf(twin)).toBe(id);
    expect(idOf(session.replace(`.${UNTIL}.`, `.0${UNTIL}.`))).toBe(id);
    expect(idOf(signSession(key, UNTIL + 1, scope))).not.toBe(id);
    expect(idOf(signSession(other, UNTIL, scope))).not.toBe(id);
  });

  it('contains neither the key nor its hash', () => expect(session).not.toContain('aaaaaaaa'));
});
