import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { ApiKey } from '../../../platform/config/settings/access.js';
import type { KeyRing } from '../key-ring.js';

/** What is the same for all sessions of one kind. */
export interface SessionScope {
  /** The area that it is for: one of /docs does not open /dashboard. */
  readonly area: string;
  readonly secret: string;
}

/**
 * What a browser keeps of a login: whose key it was, until when, and our signature (HMAC-SHA256). The hash of the key is
 * signed too, though it is not in it: when the key is taken out of API_KEYS, or replaced under its name, its sessions
 * are over. It holds nothing secret, and nobody without our secret can make one.
 *
 * @param expiresAt ms since 1970
 */
export function signSession(key: ApiKey, expiresAt: number, scope: SessionScope): string {
  const name = Buffer.from(key.name).toString('base64url');
  return `${name}.${expiresAt}.${signatureOf(key, expiresAt, scope).toString('base64url')}`;
}

/** A session that is signed by us and whose time is not over. */
export interface OpenSession {
  readonly key: ApiKey;
  /** Hash of its signature: the same in whatever other way the session can be written. */
  readonly id: string;
  readonly expiresAt: number;
}

/** Undefined for a session that is over, that was changed, or that is none. */
export function openSession(
  session: string,
  ring: KeyRing,
  scope: SessionScope,
  now: number,
): OpenSession | undefined {
  const [, name = '', expires = '', signature = ''] =
    /^([\w-]{1,100})\.(\d{1,15})\.([\w-]{43})$/.exec(session) ?? [];
  const key = ring.named(Buffer.from(name, 'base64url').toString());
  if (key === undefined) return undefined;
  const expiresAt = Number(expires);
  const expected = signatureOf(key, expiresAt, scope);
  const isOurs = timingSafeEqual(expected, Buffer.from(signature, 'base64url'));
  if (!isOurs || expiresAt <= now) return undefined;
  return { key, id: createHash('sha256').update(expected).digest('base64url'), expiresAt };
}

function signatureOf({ name, sha256 }: ApiKey, expiresAt: number, { area, secret }: SessionScope): Buffer {
  const signed = JSON.stringify(['session', area, name, sha256, expiresAt]);
  return createHmac('sha256', secret).update(signed).digest();
}
