import { createHash, createHmac } from 'node:crypto';
import { RefusedError } from '../problems/refused-error.js';

const MAX_LENGTH = 255;

/**
 * Parses the header of draft-ietf-httpapi-idempotency-key-header-07: a string of RFC 8941, `"…"`, or the same without
 * quotes, as most clients send it, if it has no space, comma, semicolon or quote.
 *
 * @throws RefusedError for any other form, or a key not of 1 to 255 characters
 */
export function parseIdempotencyKey(header: string): string {
  const quoted = /^"((?:[ !#-[\]-~]|\\["\\])*)"$/.exec(header)?.[1]?.replaceAll(/\\(["\\])/g, '$1');
  const bare = /^[!#-+\--:<-~]+$/.exec(header)?.[0];
  const key = quoted ?? bare ?? '';
  if (key.length > 0 && key.length <= MAX_LENGTH) return key;
  throw new RefusedError(
    'malformed',
    `Idempotency-Key must be 1 to ${MAX_LENGTH} printable ASCII characters, preferably in quotes: ` +
      '"8e03978e-40d5-43dd-bc93-6894a57f9324".',
  );
}

/**
 * Identifies the request of a key's first use. Bodies that differ only in white space or the order of keys are equal.
 *
 * It is stored, and a body may contain a short secret. The broker only has a hash of the key, so a reader of the broker
 * cannot test guesses of the body.
 */
export function fingerprintOf(key: string, method: string, pathWithQuery: string, body: unknown): string {
  const texts = [method, pathWithQuery, body === undefined ? '' : canonicalJson(body)];
  return createHmac('sha256', key).update(JSON.stringify(texts)).digest('base64url');
}

/** A hash that is unique to this list of texts. */
export function hashOf(...texts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(texts)).digest('base64url');
}

/** JSON with sorted object keys. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (isObject(part) ? sorted(part) : part));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sorted(object: object): object {
  return Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
}
