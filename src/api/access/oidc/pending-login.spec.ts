import { describe, expect, it } from '@jest/globals';
import { openPending, signPending } from './pending-login.js';

const SECRET = 'a secret';
const EXPIRES_AT = 1_764_410_000_000;
const login = {
  ...{ state: 'a state', nonce: 'a nonce', codeVerifier: 'a verifier' },
  ...{ place: '/dashboard', expiresAt: EXPIRES_AT },
};
const text = signPending(login, SECRET);

describe('a login that was begun', () => {
  it('comes back as it was, until it expires', () => {
    expect(openPending(text, SECRET, EXPIRES_AT - 1)).toEqual(login);
    expect(openPending(text, SECRET, EXPIRES_AT)).toBeUndefined();
  });

  it('is refused if it was changed, or signed by somebody else', () => {
    const later = signPending({ ...login, expiresAt: EXPIRES_AT * 2 }, SECRET);
    const forged = `${later.split('.')[0]}.${text.split('.')[1]}`;
    expect(openPending(forged, SECRET, 0)).toBeUndefined();
    expect(openPending(text, 'another secret', 0)).toBeUndefined();
  });

  it.each(['', 'x', `${'a'.repeat(5_000)}.${'b'.repeat(43)}`, `.${'b'.repeat(43)}`])('is not %j', (other) => {
    expect(openPending(other, SECRET, 0)).toBeUndefined();
  });
});
