import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { REDACTED } from '../../platform/redaction/redacted.js';

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;
/** `[redacted]v1.<key id>.<IV, tag and cipher text>`: whoever meets it in a dashboard sees what it is. */
const FORM = /^\[redacted\]v1\.([\da-f]{8})\.([\w-]+)$/;

/** None of the keys that this process has is the one that a value was encrypted with. */
export class UnknownKeyError extends Error {
  override readonly name = 'UnknownKeyError';

  constructor(readonly keyId: string) {
    super(`There is no key ${keyId}`);
  }
}

/** What is to be decrypted is not what was encrypted, or not for this place. */
export class BrokenSealError extends Error {
  override readonly name = 'BrokenSealError';
}

interface Key {
  readonly id: string;
  readonly bytes: Buffer;
}

/**
 * Encrypts values of JSON for a place, as text: AES-256-GCM with a fresh IV each time, so that equal values look
 * different, and bound to the place, so that one moved to another is not taken. Random IVs: one key is good for
 * 2^32 values.
 */
export class PayloadCipher {
  private readonly keys: readonly [Key, ...Key[]];

  /** @param keys 32 bytes each: the first encrypts, all decrypt */
  constructor([first, ...others]: readonly [Buffer, ...Buffer[]]) {
    this.keys = [keyOf(first), ...others.map(keyOf)];
  }

  /** @param place what the text counts for, and for nothing else */
  encrypt(value: unknown, place: string): string {
    const [{ id, bytes }] = this.keys;
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(ALGORITHM, bytes, iv).setAAD(Buffer.from(place));
    const encrypted = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
    const sealed = Buffer.concat([iv, cipher.getAuthTag(), encrypted]);
    return `${REDACTED}v1.${id}.${sealed.toString('base64url')}`;
  }

  /** @throws UnknownKeyError, BrokenSealError */
  decrypt(text: unknown, place: string): unknown {
    const [, id = '', body = ''] = (typeof text === 'string' && FORM.exec(text)) || [];
    if (id === '') throw new BrokenSealError('It is not encrypted');
    const key = this.keys.find((one) => one.id === id);
    if (key === undefined) throw new UnknownKeyError(id);
    return JSON.parse(open(key.bytes, Buffer.from(body, 'base64url'), place));
  }
}

/** Whether a value has the form of an encrypted one; it may be a forgery all the same. */
export function isEncrypted(value: unknown): boolean {
  return typeof value === 'string' && FORM.test(value);
}

function open(key: Buffer, sealed: Buffer, place: string): string {
  const iv = sealed.subarray(0, IV_BYTES);
  const tag = sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES);
  try {
    const decipher = createDecipheriv(ALGORITHM, key, iv, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(place)).setAuthTag(tag);
    return decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    throw new BrokenSealError('It was changed, or belongs elsewhere');
  }
}

/** Tells which key it was, and nothing about it. */
function keyOf(bytes: Buffer): Key {
  return {
    id: createHash('sha256').update('celeriac payload key\0').update(bytes).digest('hex').slice(0, 8),
    bytes,
  };
}
