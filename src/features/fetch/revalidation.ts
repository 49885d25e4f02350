import type { ResponseHead } from '../../platform/outbound/safe-fetch.js';

/** Names in lower case, values as node:http gives them. */
export type Headers = Readonly<Record<string, string>>;

/** They describe the message that carries them, not the stored answer (RFC 9111, section 3.2). */
const ofTheMessage: readonly string[] = [
  ...['connection', 'content-encoding', 'content-length', 'content-range', 'keep-alive', 'trailer'],
  ...['transfer-encoding', 'upgrade'],
];

/**
 * True when a response confirms a stored answer (RFC 9111, section 4.3.4): a 304 of the URL that was asked about, whose
 * validators are those of the answer. A 304 without any confirms what the request asked about.
 *
 * @param url where the stored answer came from
 */
export function confirms(response: ResponseHead, url: string, stored: Headers): boolean {
  if (response.statusCode !== 304 || response.finalUrl !== url) return false;
  const { etag, 'last-modified': modified } = flat(response.headers);
  if (etag !== undefined) return isSameTag(etag, stored['etag'] ?? '');
  return modified === undefined || modified === stored['last-modified'];
}

/** What is known of a stored answer after a 304 has confirmed it: its headers replace those of the answer. */
export function refreshedHeaders(stored: Headers, confirmation: Headers): Record<string, string> {
  const news = Object.entries(confirmation).filter(([name]) => !ofTheMessage.includes(name));
  return { ...stored, ...Object.fromEntries(news) };
}

/** A strong tag confirms only itself; a weak one also the strong one that it weakens. */
function isSameTag(tag: string, stored: string): boolean {
  return tag === stored || (tag.startsWith('W/') && tag.slice(2) === stored);
}

/** Lists as one text. Directives are not told apart by their case, but http-cache-semantics does so. */
export function flat(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> {
  const present = Object.entries(headers).filter(([, value]) => value !== undefined);
  const texts = present.map(([name, value]) => [name, [value ?? ''].flat().join(', ')] as const);
  return Object.fromEntries(
    texts.map(([name, text]) => [name, name === 'cache-control' ? text.toLowerCase() : text]),
  );
}
