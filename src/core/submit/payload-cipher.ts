import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { NamedError } from '../../platform/errors/named-error.js';
import { REDACTED } from '../../platform/redaction/redacted.js';

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;
/** `[redacted]v1.<key id>.<IV, tag and cipher text>`: recognisable in a dashboard. */
const FORM = /^\[redacted\]v1\.([\da-f]{8})\.([\w-]+)$/;

/** This process does not have the key with which the value was encrypted. */
export class UnknownKeyError extends NamedError {
  constructor(readonly keyId: string) {
    super(`Unknown key ${keyId}`);
  }
}

/** The text was changed, or encrypted for another place. */
export class BrokenSealError extends NamedError {}

interface Key {
  readonly id: string;
  readonly bytes: Buffer;
}

/**
 * Encrypts JSON values as text: AES-256-GCM with a fresh IV, so that equal values differ, and bound to a place, so that
 * a value moved elsewhere is refused. With random IVs, one key is good for 2^32 values.
 */
export class PayloadCipher {
  private readonly keys: readonly [Key, ...Key[]];

  /** @param keys 32 bytes each: the first encrypts, all decrypt */
  constructor([first, ...others]: readonly [Buffer, ...Buffer[]]) {
    this.keys = [keyOf(first), ...others.map(keyOf)];
  }

  /** @param place the only place for which the text is valid */
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
    if (id === '') throw new BrokenSealError('Value is not encrypted');
    const key = this.keys.find((one) => one.id === id);
    if (key === undefined) throw new UnknownKeyError(id);
    return JSON.parse(open(key.bytes, Buffer.from(body, 'base64url'), place));
  }
}

function open(key: Buffer, sealed: Buffer, place: string): string {
  const iv = sealed.subarray(0, IV_BYTES);
  const tag = sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES);
  try {
    const decipher = createDecipheriv(ALGORITHM, key, iv, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(place)).setAuthTag(tag);
    return decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    throw new BrokenSealError('Value was modified or belongs to another task');
  }
}

/** Identifies the key without revealing anything about it. */
function keyOf(bytes: Buffer): Key {
  return {
    id: createHash('sha256').update('celeriac payload key\0').update(bytes).digest('hex').slice(0, 8),
    bytes,
  };
}
