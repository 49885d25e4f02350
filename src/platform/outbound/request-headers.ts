import { version } from '../config/version.js';
import { ACCEPT_ENCODING } from './body/read-body.js';

/** The User-Agent of our requests. */
export function userAgent(purpose: 'fetch' | 'webhook'): string {
  return `Celeriac/${version} (+${purpose})`;
}

export type RequestHeaders = Readonly<Record<string, string>>;

/** Headers without information about the client, safe to send to another origin. */
const harmless: readonly string[] = ['accept', 'accept-language', 'user-agent'];

/** Headers of the connection, of message framing or for a proxy, which callers cannot set. */
const reserved =
  /^(host|connection|keep-alive|content-length|transfer-encoding|te|trailer|upgrade|expect|accept-encoding|proxy-.*)$/;

/**
 * Returns the caller's headers with lower-case names.
 *
 * @throws TypeError for a reserved name: a bug in the calling code
 */
export function ownHeaders(headers: RequestHeaders = {}): RequestHeaders {
  const own = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  const wrong = own.find(([name]) => reserved.test(name));
  if (wrong) throw new TypeError(`The header ${wrong[0]} is set by the connection, not by the caller`);
  return Object.fromEntries(own);
}

/** Headers that may be sent to another origin: no credentials, no cookies, nothing intended for the first origin. */
export function withoutSecrets(headers: RequestHeaders): RequestHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => harmless.includes(name)));
}

/** All headers of a request except those added by the connection. */
export function sentHeaders(own: RequestHeaders): Record<string, string> {
  return { 'user-agent': userAgent('fetch'), accept: '*/*', ...own, 'accept-encoding': ACCEPT_ENCODING };
}
