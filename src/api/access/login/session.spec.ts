import { describe, expect, it } from '@jest/globals';
import { type Session, parseSession, signSession } from './session.js';

const SECRET = 'a secret';
const SEAL = 'a'.repeat(64);
const ofKey: Session = { name: 'ops.a', role: null, expiresAt: 2_000_000 };
const session = signSession(ofKey, SECRET, SEAL);
const idOf = (text: string, secret = SECRET, seal = SEAL) => parseSession(text)?.idIfSigned(secret, seal);

describe('a session', () => {
  it.each<Session>([ofKey, { name: 'Zoë "x"', role: 'operator', expiresAt: 1 }])(
    'says who has it, and until when: %j',
    (content) => expect(parseSession(signSession(content, SECRET, SEAL))).toMatchObject(content),
  );

  it('is valid for its secret and its seal only', () => {
    expect(idOf(session)).toMatch(/^[\w-]{43}$/);
    expect(idOf(session, 'another')).toBeUndefined();
    expect(idOf(session, SECRET, 'b'.repeat(64))).toBeUndefined();
    expect(idOf(session, SECRET, '')).toBeUndefined();
  });

  it('is invalid after any character is changed', () => {
    for (let i = 0; i < session.length - 1; i++) {
      const changed = session.slice(0, i) + (session[i] === 'A' ? 'B' : 'A') + session.slice(i + 1);
      expect([i, idOf(changed)]).toEqual([i, undefined]);
    }
  });

  it.each([
    ['another name', ['admin', null, 2_000_000]],
    ['a role', ['ops.a', 'admin', 2_000_000]],
    ['a later end', ['ops.a', null, 9_999_999_999_999]],
  ])('cannot be given %s', (_what, content) => {
    const [, signature = ''] = session.split('.');
    const text = Buffer.from(JSON.stringify([...content, 'x'])).toString('base64url');
    expect(idOf(`${text}.${signature}`)).toBeUndefined();
  });

  it.each([
    '',
    '.',
    'a.b',
    `${session}.`,
    `!${session}`,
    session.slice(0, -1),
    `${session}A`,
    ...[['x'], [1, null, 1], ['x', 'king', 1], ['x', null, '1'], { name: 'x' }, null].map(
      (content) =>
        `${Buffer.from(JSON.stringify(content)).toString('base64url')}.${session.split('.')[1] ?? ''}`,
    ),
  ])('is not %j', (text) => expect(parseSession(text)).toBeUndefined());

  it('has one id for every spelling, different from all other sessions', () => {
    const id = idOf(session);
    expect(session).not.toContain(String(id));
    // The last character of a signature has two bits to spare.
    const last = session.at(-1) ?? '';
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const twin = session.slice(0, -1) + (alphabet[alphabet.indexOf(last) ^ 1] ?? '');
    expect(twin).not.toBe(session);
    expect(idOf(twin)).toBe(id);
    expect(idOf(signSession(ofKey, SECRET, SEAL))).not.toBe(id);
  });

  it('contains no hash of a key', () => {
    const [content = ''] = session.split('.');
    expect(Buffer.from(content, 'base64url').toString()).not.toContain('aaaaaaaa');
  });
});
