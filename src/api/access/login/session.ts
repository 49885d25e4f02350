import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { ApiKey } from '../../../platform/config/settings/access.js';
import type { KeyRing } from '../key-ring.js';

/** Common properties of all sessions of one kind. */
export interface SessionScope {
  /** The area: a session of /docs does not open /dashboard. */
  readonly area: string;
  readonly secret: string;
}

/**
 * Creates a browser's session text: the key's name, its expiry and our signature (HMAC-SHA256). The signature also
 * covers the key's hash: removing the key from API_KEYS, or replacing it under the same name, ends its sessions. The
 * text contains no secret, and cannot be forged without ours.
 *
 * @param expiresAt ms since 1970
 */
export function signSession(key: ApiKey, expiresAt: number, scope: SessionScope): string {
  const name = Buffer.from(key.name).toString('base64url');
  return `${name}.${expiresAt}.${signatureOf(key, expiresAt, scope).toString('base64url')}`;
}

/** A session with a valid signature that has not expired. */
export interface OpenSession {
  readonly key: ApiKey;
  /** Hash of the signature: the same for every spelling of the session text. */
  readonly id: string;
  readonly expiresAt: number;
}

/** Undefined for a session that has expired, was changed, or is invalid. */
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
