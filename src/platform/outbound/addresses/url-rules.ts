import { isIP } from 'node:net';
import { addressRule } from './address-guard.js';
import { OutboundRefusedError } from '../outbound.errors.js';
import type { RefusalRule } from './refusal-rules.js';

const SCHEME = /^[a-z][a-z0-9+.-]*:/i;
/** Scheme and host of an absolute reference, or the host of one that leaves the scheme out; else nothing. */
const AUTHORITY = /^(?:[a-z][a-z0-9+.-]*:)?(?:[/\\]{2,}[^/\\?#]*)?/i;
const MAX_SHOWN_HOST = 255;

/** Names that no public DNS answers: RFC 6761, 6762 (with its appendix G), 7686, 8375, and ICANN's of 2024. */
const privateSuffixes = [
  ...['localhost', 'localdomain', 'local', 'internal', 'intranet', 'private', 'corp', 'home', 'lan', 'onion'],
  'home.arpa',
];

/** Where a hop goes: the parsed URL, and the host as it was written, for messages. */
export interface Destination {
  readonly url: URL;
  readonly host: string;
}

/**
 * Reads what a user wrote, before any look-up. Stricter than `URL`, which forgives backslashes, missing and extra
 * slashes, tabs and line feeds, so that every other parser sees the same host. The host itself is judged as `URL`
 * normalised it: odd spellings of an IPv4 address, percent-encoding and full-width letters are gone from `url`.
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
 * Reads the Location of a redirect, which may be relative to where it came from, by the same rules. Behind the host it
 * may hold what servers write there without encoding it: spaces and letters of any script, and backslashes in the
 * query. They change nothing about where the hop goes.
 *
 * @throws OutboundRefusedError as `readDestination`, and by the rule redirect-downgrade
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
 * Lets pass what may be public: a public address, or a name that could have one, on an allowed port. What a name
 * resolves to is judged when it is connected to.
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

/** The host as the parser normalised it: a name, or an address without brackets. */
export function literalOf({ url }: Destination): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}

/** A URL says nothing of the port that its scheme has by default. */
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

/** The same URL, its path and query percent-encoded as `URL` would do it, but for a backslash in the path. */
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
 * The host as it was written, without user name, password and port; of what is no URL, the part that could be it. A
 * colon ends it, because what follows one may be a password.
 */
function hostOf(written: string): string {
  const [, authority = ''] = /^(?:[a-z][a-z0-9+.-]*:)?[/\\]*([^/\\?#]*)/i.exec(written.trim()) ?? [];
  const [host = ''] = /^(?:\[[^\]]*\]?|[^:]*)/.exec(authority.slice(authority.lastIndexOf('@') + 1)) ?? [];
  return host.slice(0, MAX_SHOWN_HOST);
}
