import { version } from '../config/version.js';
import { ACCEPT_ENCODING } from './body/read-body.js';

/** How we say who we are, and what for. */
export function userAgent(purpose: 'fetch' | 'webhook'): string {
  return `Celeriac/${version} (+${purpose})`;
}

export type RequestHeaders = Readonly<Record<string, string>>;

/** Says nothing of who asks, so another origin may have it. */
const harmless: readonly string[] = ['accept', 'accept-language', 'user-agent'];

/** Belongs to the connection and to how a message is framed, or speaks to a proxy: never the caller's. */
const reserved =
  /^(host|connection|keep-alive|content-length|transfer-encoding|te|trailer|upgrade|expect|accept-encoding|proxy-.*)$/;

/**
 * The caller's headers with lower-case names.
 *
 * @throws TypeError for a name that is not the caller's to set: a fault of the calling code
 */
export function ownHeaders(headers: RequestHeaders = {}): RequestHeaders {
  const own = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  const wrong = own.find(([name]) => reserved.test(name));
  if (wrong) throw new TypeError(`The header ${wrong[0]} is set by the connection, not by the caller`);
  return Object.fromEntries(own);
}

/** What may go along to another origin: no credentials, no cookies, nothing that was meant for the first one. */
export function withoutSecrets(headers: RequestHeaders): RequestHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => harmless.includes(name)));
}

/** Everything that is sent, but what the connection adds. */
export function sentHeaders(own: RequestHeaders): Record<string, string> {
  return { 'user-agent': userAgent('fetch'), accept: '*/*', ...own, 'accept-encoding': ACCEPT_ENCODING };
}
