import type { ResponseHead } from '../../platform/outbound/safe-fetch.js';

/** Names in lower case, values as in node:http. */
export type Headers = Readonly<Record<string, string>>;

/** Headers of the message itself, not of the stored response (RFC 9111, section 3.2). */
const ofTheMessage: readonly string[] = [
  ...['connection', 'content-encoding', 'content-length', 'content-range', 'keep-alive', 'trailer'],
  ...['transfer-encoding', 'upgrade'],
];

/**
 * True if a response revalidates a stored one (RFC 9111, section 4.3.4): a 304 from the same URL with the same
 * validators. A 304 without validators confirms those of the request.
 *
 * @param url the URL of the stored response
 */
export function confirms(response: ResponseHead, url: string, stored: Headers): boolean {
  if (response.statusCode !== 304 || response.finalUrl !== url) return false;
  const { etag, 'last-modified': modified } = flat(response.headers);
  if (etag !== undefined) return isSameTag(etag, stored['etag'] ?? '');
  return modified === undefined || modified === stored['last-modified'];
}

/** Headers of a stored response after a 304: new headers replace stored ones. */
export function refreshedHeaders(stored: Headers, confirmation: Headers): Record<string, string> {
  const news = Object.entries(confirmation).filter(([name]) => !ofTheMessage.includes(name));
  return { ...stored, ...Object.fromEntries(news) };
}

/** A strong tag matches only itself; a weak one also its strong form. */
function isSameTag(tag: string, stored: string): boolean {
  return tag === stored || (tag.startsWith('W/') && tag.slice(2) === stored);
}

/**
 * Joins lists into one text. Cache-Control is lower-cased: directives are case-insensitive, but http-cache-semantics
 * compares case.
 */
export function flat(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> {
  const present = Object.entries(headers).filter(([, value]) => value !== undefined);
  const texts = present.map(([name, value]) => [name, [value ?? ''].flat().join(', ')] as const);
  return Object.fromEntries(
    texts.map(([name, text]) => [name, name === 'cache-control' ? text.toLowerCase() : text]),
  );
}
