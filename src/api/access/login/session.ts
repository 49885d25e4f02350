import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { type Role, isRole } from '../../../platform/config/roles.js';

/** The login of a browser. */
export interface Session {
  /** Name of the key that was logged in with, or of the person. */
  readonly name: string;
  /** The role of a person; null for a key, whose current role counts. */
  readonly role: Role | null;
  /** In ms since 1970. */
  readonly expiresAt: number;
}

/** A session whose signature is not checked yet. */
export interface PresentedSession extends Session {
  /**
   * Hash of its signature if that is valid: the same for every spelling of the text.
   *
   * @param seal see `signSession`
   */
  readonly idIfSigned: (secret: string, seal: string) => string | undefined;
}

const FORM = /^([\w-]{1,1000})\.([\w-]{43})$/;

/**
 * The text of a session: its content and our signature (HMAC-SHA-256). It contains no secret, and cannot be forged
 * without ours. No two are equal: otherwise the logout of one would end another.
 *
 * @param seal is signed too: what must not change while the session lasts. For a key it is its hash: removing the key
 * from API_KEYS, or replacing it under the same name, ends its sessions. For people it is the settings by which they get
 * their roles.
 */
export function signSession({ name, role, expiresAt }: Session, secret: string, seal: string): string {
  const content = JSON.stringify([name, role, expiresAt, randomBytes(9).toString('base64url')]);
  const text = Buffer.from(content).toString('base64url');
  return `${text}.${signatureOf(text, secret, seal).toString('base64url')}`;
}

/** Undefined for a text that has not the form of a session. */
export function parseSession(presented: string): PresentedSession | undefined {
  const [, text, signature = ''] = FORM.exec(presented) ?? [];
  const content = text === undefined ? undefined : contentOf(text);
  if (text === undefined || content === undefined) return undefined;
  const idIfSigned = (secret: string, seal: string) => {
    const expected = signatureOf(text, secret, seal);
    // Takes the same time for every wrong signature.
    if (!timingSafeEqual(expected, Buffer.from(signature, 'base64url'))) return undefined;
    return createHash('sha256').update(expected).digest('base64url');
  };
  return { ...content, idIfSigned };
}

function contentOf(text: string): Session | undefined {
  try {
    const content: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (!Array.isArray(content)) return undefined;
    const [name, role, expiresAt] = content as readonly unknown[];
    if (typeof name !== 'string' || typeof expiresAt !== 'number') return undefined;
    if (role !== null && !(typeof role === 'string' && isRole(role))) return undefined;
    return { name, role, expiresAt };
  } catch {
    return undefined;
  }
}

function signatureOf(text: string, secret: string, seal: string): Buffer {
  return createHmac('sha256', secret)
    .update(JSON.stringify(['session', text, seal]))
    .digest();
}
