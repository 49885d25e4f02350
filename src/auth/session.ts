import { createHmac, timingSafeEqual } from 'node:crypto';
import type { ApiKey } from '../config/settings/access.js';
import type { KeyRing } from './key-ring.js';

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

/** The key of a session; undefined for one that is over, that was changed, or that is none. */
export function openSession(
  session: string,
  ring: KeyRing,
  scope: SessionScope,
  now: number,
): ApiKey | undefined {
  const [, name = '', expires = '', signature = ''] =
    /^([\w-]{1,100})\.(\d{1,15})\.([\w-]{43})$/.exec(session) ?? [];
  const key = ring.named(Buffer.from(name, 'base64url').toString());
  if (key === undefined) return undefined;
  const isOurs = timingSafeEqual(
    signatureOf(key, Number(expires), scope),
    Buffer.from(signature, 'base64url'),
  );
  return isOurs && Number(expires) > now ? key : undefined;
}

function signatureOf({ name, sha256 }: ApiKey, expiresAt: number, { area, secret }: SessionScope): Buffer {
  const signed = JSON.stringify(['session', area, name, sha256, expiresAt]);
  return createHmac('sha256', secret).update(signed).digest();
}
