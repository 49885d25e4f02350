import { isIP } from 'node:net';
import { addressRule } from './address-guard.js';
import { OutboundRefusedError } from '../outbound.errors.js';
import type { RefusalRule } from './refusal-rules.js';

const SCHEME = /^[a-z][a-z0-9+.-]*:/i;
/** Matches the scheme and host of an absolute reference, or the host of a scheme-relative one; otherwise nothing. */
const AUTHORITY = /^(?:[a-z][a-z0-9+.-]*:)?(?:[/\\]{2,}[^/\\?#]*)?/i;
const MAX_SHOWN_HOST = 255;

/** Names outside the public DNS: RFC 6761, 6762 (with its appendix G), 7686, 8375, and ICANN's of 2024. */
const privateSuffixes = [
  ...['localhost', 'localdomain', 'local', 'internal', 'intranet', 'private', 'corp', 'home', 'lan', 'onion'],
  'home.arpa',
];

/** The target of a hop: the parsed URL, and the host as written, for messages. */
export interface Destination {
  readonly url: URL;
  readonly host: string;
}

/**
 * Parses a URL from a user, before any DNS lookup. Stricter than `URL`, which forgives backslashes, missing and extra
 * slashes, tabs and line feeds, so that every other parser sees the same host. `url` contains the host as `URL`
 * normalises it: odd spellings of an IPv4 address, percent-encoding and full-width letters are gone.
 *
 * @throws OutboundRefusedError by the rules characters, scheme, url, userinfo
 */
export function readDestination(written: string): Destination {
  const host = hostOf(written);
  const rule = brokenRule(written);
  if (rule) throw new OutboundRefusedError(rule, host);
  return { url: new URL(written), host };
}

/**
 * Parses the Location of a redirect, which may be relative, by the same rules. After the host it may contain characters
 * that servers leave unencoded: spaces, letters of any script, and backslashes in the query. They do not change the
 * target host.
 *
 * @throws OutboundRefusedError like `readDestination`, and by the rule redirect-downgrade
 */
export function readRedirect(written: string, from: Destination): Destination {
  const location = encodedBehindHost(written);
  if (hasForbiddenCharacter(location)) throw new OutboundRefusedError('characters', hostOf(location));
  const isRelative = !SCHEME.test(location) && URL.canParse(location, from.url.href);
  const to = readDestination(isRelative ? new URL(location, from.url).href : location);
  const isDowngrade = from.url.protocol === 'https:' && to.url.protocol === 'http:';
  if (isDowngrade) throw new OutboundRefusedError('redirect-downgrade', to.host);
  return to;
}

/**
 * Accepts a public address, or a name that could have one, on an allowed port. The addresses of a name are checked at
 * connection time.
 *
 * @param ports those of FETCH_PORTS
 * @throws OutboundRefusedError by the rules host-name, port and address-…
 */
export function checkPublic(destination: Destination, ports: readonly number[]): void {
  const { url, host } = destination;
  const name = literalOf(destination);
  const rule = isIP(name) ? addressRule(name) : nameRule(name);
  if (rule) throw new OutboundRefusedError(rule, host);
  if (!ports.includes(portOf(url))) throw new OutboundRefusedError('port', host);
}

/** The host as normalised by the parser: a name, or an address without brackets. */
export function literalOf({ url }: Destination): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}

/** `URL` omits the default port of its scheme. */
function portOf({ port, protocol }: URL): number {
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
}

function brokenRule(written: string): RefusalRule | undefined {
  if (hasForbiddenCharacter(written)) return 'characters';
  if (!/^https?:/i.test(written)) return 'scheme';
  const [, authority] = /^https?:\/\/([^/?#]+)/i.exec(written) ?? [];
  if (authority?.includes('@')) return 'userinfo';
  return authority && URL.canParse(written) ? undefined : 'url';
}

/** Percent-encodes path and query as `URL` would, except a backslash in the path. */
function encodedBehindHost(location: string): string {
  const [host = ''] = AUTHORITY.exec(location) ?? [];
  const rest = location.slice(host.length).replaceAll(/[^!-~\t\r\n]/gu, encodeURIComponent);
  const query = rest.search(/[?#]/);
  if (query < 0) return host + rest;
  return host + rest.slice(0, query) + rest.slice(query).replaceAll('\\', '%5C');
}

function hasForbiddenCharacter(written: string): boolean {
  return /[\s\p{Cc}\\]/u.test(written);
}

function nameRule(name: string): RefusalRule | undefined {
  const labels = name.replace(/\.$/, '').split('.');
  const isPublicForm = labels.length > 1 && labels.every((label) => label !== '');
  return isPublicForm && !hasPrivateSuffix(labels) ? undefined : 'host-name';
}

function hasPrivateSuffix(labels: readonly string[]): boolean {
  return privateSuffixes.some((suffix) => `.${labels.join('.')}`.endsWith(`.${suffix}`));
}

/**
 * The host as written, without user name, password and port. For text that is not a URL, the part that could be the
 * host. It ends at the first colon, because a password may follow.
 */
function hostOf(written: string): string {
  const [, authority = ''] = /^(?:[a-z][a-z0-9+.-]*:)?[/\\]*([^/\\?#]*)/i.exec(written.trim()) ?? [];
  const [host = ''] = /^(?:\[[^\]]*\]?|[^:]*)/.exec(authority.slice(authority.lastIndexOf('@') + 1)) ?? [];
  return host.slice(0, MAX_SHOWN_HOST);
}
