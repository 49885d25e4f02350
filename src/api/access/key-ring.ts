import { hash, timingSafeEqual } from 'node:crypto';
import type { ApiKey } from '../../platform/config/settings/access.js';

/**
 * The active keys, stored as SHA-256 hashes. That is enough, because a key has 256 random bits. A slow hash such as
 * bcrypt protects passwords that can be guessed; here it would only slow down every request.
 */
export class KeyRing {
  private readonly entries: readonly { readonly key: ApiKey; readonly digest: Buffer }[];

  constructor(keys: readonly ApiKey[]) {
    this.entries = keys.map((key) => ({ key, digest: Buffer.from(key.sha256, 'hex') }));
  }

  /** Finds the key that was presented. Takes the same time for every input and every key. */
  find(presented: string): ApiKey | undefined {
    const digest = hash('sha256', presented, 'buffer');
    let found: ApiKey | undefined;
    // No early exit: the time must not reveal how far the search went.
    for (const entry of this.entries) if (timingSafeEqual(entry.digest, digest)) found = entry.key;
    return found;
  }

  /** Finds a key by its name, which is not secret. */
  named(name: string): ApiKey | undefined {
    return this.entries.find(({ key }) => key.name === name)?.key;
  }

  /** Names and roles for people. */
  describe(): string {
    return this.entries.map(({ key }) => `${key.name} (${key.role})`).join(', ');
  }
}

/** The key in an `Authorization: Bearer …` header (RFC 6750), or undefined. */
export function bearerOf(authorization: string): string | undefined {
  return /^Bearer +([\w.~+/-]{1,256}=*) *$/i.exec(authorization)?.[1];
}
