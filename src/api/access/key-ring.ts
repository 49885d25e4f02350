import { createHash, timingSafeEqual } from 'node:crypto';
import type { ApiKey } from '../../platform/config/settings/access.js';

/**
 * The active keys. What is kept of each is its SHA-256: enough, because a key has 256 random bits. A slow hash such as
 * bcrypt makes guessing dear where people choose passwords; here there is nothing to guess, and every request pays.
 */
export class KeyRing {
  private readonly entries: readonly { readonly key: ApiKey; readonly digest: Buffer }[];

  constructor(keys: readonly ApiKey[]) {
    this.entries = keys.map((key) => ({ key, digest: Buffer.from(key.sha256, 'hex') }));
  }

  /** The active key that was presented. Takes the same time whatever was, and whichever of them it is. */
  find(presented: string): ApiKey | undefined {
    const digest = createHash('sha256').update(presented).digest();
    let found: ApiKey | undefined;
    // No early end: how long it takes must not tell how far the search has come.
    for (const entry of this.entries) if (timingSafeEqual(entry.digest, digest)) found = entry.key;
    return found;
  }

  /** Whose name is no secret. */
  named(name: string): ApiKey | undefined {
    return this.entries.find(({ key }) => key.name === name)?.key;
  }

  /** Names and roles, for people. */
  describe(): string {
    return this.entries.map(({ key }) => `${key.name} (${key.role})`).join(', ');
  }
}

/** The key in an `Authorization: Bearer …` header (RFC 6750); undefined when it has none. */
export function bearerOf(authorization: string): string | undefined {
  return /^Bearer +([\w.~+/-]{1,256}=*) *$/i.exec(authorization)?.[1];
}
