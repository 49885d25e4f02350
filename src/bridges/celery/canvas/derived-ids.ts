import { createHash } from 'node:crypto';

/**
 * Returns a generator of UUIDs that depend only on the seed, in the same order each time: an end that is told again
 * sends the same tasks again.
 */
export function derivedIds(...seed: readonly string[]): () => string {
  let count = 0;
  return () => uuidOf([...seed, String(count++)].join('\0'));
}

/** A UUID of version 8 (RFC 9562), whose bits are a hash. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`];
  return [...parts, hex.slice(20, 32)].join('-');
}
