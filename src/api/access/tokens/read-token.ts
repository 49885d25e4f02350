import { createHmac, timingSafeEqual } from 'node:crypto';

/** The task or workflow that a token reads. */
export interface TokenTarget {
  readonly kind: 'task' | 'workflow';
  readonly id: string;
}

/** The content of a token. */
export interface ReadToken {
  readonly target: TokenTarget;
  /** ms since 1970 */
  readonly expiresAt: number;
  /** Name of the API key, or the person, that it was issued for; '' without keys. */
  readonly keyName: string;
}

export interface IssuedToken {
  readonly token: string;
  /** ms since 1970 */
  readonly expiresAt: number;
}

/** Issues a token. Asks nobody. */
export type IssueToken = (target: TokenTarget, ttlMs?: number) => IssuedToken;

/** The time of a token in ms. */
export const tokenBounds = { minimum: 1_000, maximum: 86_400_000, default: 900_000 } as const;

/** The beginning of every token. It is redacted wherever it is logged (platform/redaction/redact-text.ts). */
export const TOKEN_START = 'celt_';

const FORM = /^celt_([\w-]{1,200})\.([\w-]{43})$/;

/**
 * The text of a token: its content, readable for whoever holds it, and our signature (HMAC-SHA-256). The signature also
 * covers the hash of the key: removing the key from API_KEYS, or replacing it under the same name, ends its tokens.
 *
 * @param seal that hash, or what stands for a person: see `Access.sealOf`; '' without keys
 */
export function signToken(token: ReadToken, secret: string, seal: string): string {
  const { target, expiresAt, keyName } = token;
  const content = Buffer.from(JSON.stringify([target.kind, target.id, expiresAt, keyName]));
  const text = content.toString('base64url');
  return `${TOKEN_START}${text}.${signatureOf(text, secret, seal).toString('base64url')}`;
}

/** A token whose signature is not checked yet. */
export interface PresentedToken extends ReadToken {
  readonly isSignedBy: (secret: string, seal: string) => boolean;
}

/** Undefined for a text that has not the form of a token. */
export function parseToken(presented: string): PresentedToken | undefined {
  const [, text, signature = ''] = FORM.exec(presented) ?? [];
  const content = text === undefined ? undefined : contentOf(text);
  if (text === undefined || content === undefined) return undefined;
  // Takes the same time for every wrong signature.
  const isSignedBy = (secret: string, seal: string) =>
    timingSafeEqual(signatureOf(text, secret, seal), Buffer.from(signature, 'base64url'));
  return { ...content, isSignedBy };
}

function contentOf(text: string): ReadToken | undefined {
  try {
    const content: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (!Array.isArray(content)) return undefined;
    const [kind, id, expiresAt, keyName] = content as readonly unknown[];
    if (kind !== 'task' && kind !== 'workflow') return undefined;
    if (typeof id !== 'string' || typeof expiresAt !== 'number' || typeof keyName !== 'string')
      return undefined;
    return { target: { kind, id }, expiresAt, keyName };
  } catch {
    return undefined;
  }
}

function signatureOf(text: string, secret: string, seal: string): Buffer {
  return createHmac('sha256', secret)
    .update(JSON.stringify(['read-token', text, seal]))
    .digest();
}
