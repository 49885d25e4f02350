import { isIP } from 'node:net';
import { integer, milliseconds, optional, setting } from '../setting.js';
import { urlFault } from '../url-rules.js';

const TRACE_ID = '{trace_id}';

/** Settings of the HTTP server and of shutdown. */
export const httpSettings = {
  host: setting(
    'HOST',
    address,
    '127.0.0.1',
    "address that the API and the workers' probe servers listen on",
  ),
  port: setting('PORT', integer(0, 65_535), '8000', 'port of the API'),
  trustProxy: optional(
    'TRUST_PROXY',
    trustedProxies,
    'trusted proxies for the X-Forwarded-* headers: their number or addresses; unset: none',
  ),
  hosts: optional(
    'HOSTS',
    hostNames,
    'host names that the API answers to, separated by commas; unset: with AUTH=none only loopback names, with keys ' +
      'any name',
  ),
  publicUrl: optional(
    'PUBLIC_URL',
    origin,
    'address at which browsers reach the API: scheme, host and port, without a path; unset: that of each request',
  ),
  basePath: setting(
    'BASE_PATH',
    basePath,
    '/',
    'path under which a proxy serves the API, such as /celeriac; the proxy may remove it or not',
  ),
  traceUrl: optional(
    'TRACE_URL',
    traceUrl,
    'address of a trace in your tracing tool, with {trace_id} for its ID: the console links to it; unset: no links',
  ),
  corsOrigins: optional(
    'CORS_ORIGINS',
    origins,
    "origins whose web pages may use the API, separated by commas; unset: only this server's own",
  ),
  maxBodyBytes: setting(
    'MAX_BODY_BYTES',
    integer(1_024, 104_857_600),
    '1048576',
    'maximum request body; larger ones get 413. At least 8 MiB for POST /workflows',
  ),
  maxPayloadBytes: setting(
    'MAX_PAYLOAD_BYTES',
    integer(2, 104_857_600),
    '1048576',
    'maximum payload of one task as JSON; larger ones get 413',
  ),
  maxHeaderBytes: setting(
    'MAX_HEADER_BYTES',
    integer(1_024, 1_048_576),
    '16384',
    'maximum request line and headers; larger ones get 431',
  ),
  maxConnections: setting(
    'MAX_CONNECTIONS',
    integer(1),
    '10000',
    'maximum open connections per process; further ones are closed at once',
  ),
  maxConnectionsPerAddress: optional(
    'MAX_CONNECTIONS_PER_ADDRESS',
    integer(1),
    'maximum connections per address (per /64 of IPv6); unset: a quarter of MAX_CONNECTIONS, or all of them with ' +
      'TRUST_PROXY',
  ),
  headersTimeoutMs: setting(
    'HEADERS_TIMEOUT_MS',
    milliseconds(100, 3_600_000),
    '10000',
    'time limit for the headers of a request; then 408',
  ),
  requestTimeoutMs: setting(
    'REQUEST_TIMEOUT_MS',
    milliseconds(100, 3_600_000),
    '30000',
    'time limit for a whole request, including its body; then 408',
  ),
  shutdownTimeoutMs: setting(
    'SHUTDOWN_TIMEOUT_MS',
    milliseconds(0),
    '25000',
    'time that a stopping process waits for running work',
  ),
  healthMaxRssMb: setting(
    'HEALTH_MAX_RSS_MB',
    integer(64),
    '2048',
    'resident memory above which /health reports the process as down',
  ),
} as const;

/** A host name or an address without a port. Brackets around an IPv6 address are optional. */
function address(value: string): string {
  const [, inBrackets] = /^\[([\da-f:.]+)\]$/i.exec(value) ?? [];
  const host = inBrackets ?? value;
  const isRight = inBrackets ? isIP(host) === 6 : isIP(host) > 0 || /^[\w-]+(\.[\w-]+)*\.?$/.test(host);
  const isBroken = /^[\d.]+$/.test(host) && isIP(host) === 0;
  if (!isRight || isBroken)
    throw new Error(
      'a name or an address of this machine, without a port, such as 127.0.0.1, ::1 or 0.0.0.0',
    );
  return host;
}

const RANGES = ['loopback', 'linklocal', 'uniquelocal'];

/** `2` proxies, or `10.0.0.0/8, loopback`. `true` is refused: any client could then forge its address. */
function trustedProxies(value: string): number | readonly string[] {
  if (/^[1-9]\d?$/.test(value)) return Number(value);
  const proxies = value.split(',').map((proxy) => proxy.trim());
  if (!proxies.every((proxy) => RANGES.includes(proxy) || isNetwork(proxy)))
    throw new Error(
      `a number of proxies, or a list of addresses, networks (10.0.0.0/8), ${RANGES.join(', ')}`,
    );
  return proxies;
}

function isNetwork(value: string): boolean {
  const [address = '', bits, ...rest] = value.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}

/** Names and addresses as in `Host`, without a port. IPv6 addresses are in brackets. */
function hostNames(value: string): readonly string[] {
  const names = value.split(',').map((name) => name.trim().toLowerCase());
  const isName = (name: string) => /^[\w-]{1,63}(?:\.[\w-]{1,63}){0,126}$/.test(name);
  const isAddress = (name: string) => /^\[[\da-f:.]{2,45}\]$/.test(name) && isIP(name.slice(1, -1)) === 6;
  if (!names.every((name) => isName(name) || isAddress(name)))
    throw new Error(
      'names such as api.example.com, 10.0.0.1 or [2001:db8::1], without ports, separated by commas',
    );
  return names;
}

/**
 * Exact origins, as browsers send them. `*` is refused: any page that a user visits could then send requests from the
 * user's network.
 */
function origins(value: string): readonly string[] {
  const list = value.split(',').map((origin) => origin.trim());
  if (!list.every(isOrigin))
    throw new Error('exact origins such as https://app.example.com: a scheme and a host, no path, no *');
  return list;
}

function isOrigin(text: string): boolean {
  return /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}

function origin(value: string): string {
  if (!isOrigin(value)) throw new Error('an address such as https://celeriac.example.com, without a path');
  return value;
}

/** Without a slash at its end. */
function basePath(value: string): string {
  const path = value.replace(/\/$/, '');
  if (!/^(?:\/[\w~-][\w.~-]{0,99}){0,10}$/.test(path))
    throw new Error('a path such as /celeriac, of letters, digits and - _ . ~');
  return path;
}

function traceUrl(value: string): string {
  const fault = urlFault(value.replace(TRACE_ID, '0'), ['https', 'http']);
  if (fault !== undefined || !value.includes(TRACE_ID))
    throw new Error(`an http or https URL with ${TRACE_ID} in it`);
  return value;
}
