import { networkList } from '../network-list.js';
import { boolean, integer, milliseconds, optional, setting } from '../setting.js';

const HOUR_MS = 3_600_000;

/** Settings of requests to URLs given by users. */
export const fetchSettings = {
  fetchAllowPrivate: setting(
    'FETCH_ALLOW_PRIVATE',
    boolean,
    'false',
    'true: allow fetches to private addresses; for development and tests only',
  ),
  fetchRefuse: optional(
    'FETCH_REFUSE',
    networkList,
    'networks that fetches and webhooks never reach, separated by commas: 203.0.113.0/24, 2001:db8::/32, 192.0.2.7',
  ),
  fetchPorts: setting(
    'FETCH_PORTS',
    portList,
    '80,443,8080,8443',
    'ports that fetches and webhooks may reach',
  ),
  fetchConnectTimeoutMs: setting(
    'FETCH_CONNECT_TIMEOUT_MS',
    milliseconds(1, HOUR_MS),
    '10000',
    'time limit for DNS, TCP and TLS of one connection',
  ),
  fetchFirstByteTimeoutMs: setting(
    'FETCH_FIRST_BYTE_TIMEOUT_MS',
    milliseconds(1, HOUR_MS),
    '15000',
    'time limit for the response headers once the request is sent',
  ),
  fetchTimeoutMs: setting(
    'FETCH_TIMEOUT_MS',
    milliseconds(1, HOUR_MS),
    '30000',
    'time limit of a whole fetch, redirects included',
  ),
  fetchMaxBytes: setting(
    'FETCH_MAX_BYTES',
    integer(1),
    '10485760',
    'maximum size of a fetched body after decompression',
  ),
  fetchCacheTtlMs: setting(
    'FETCH_CACHE_TTL_MS',
    milliseconds(0, 31_536_000_000),
    '60000',
    'maximum age of a cached response, unless the fetch sets its own; 0: always contact the origin',
  ),
  fetchHostConcurrency: setting(
    'FETCH_HOST_CONCURRENCY',
    integer(1, 1_000),
    '4',
    'concurrent fetches per host, over all workers',
  ),
  fetchHostRate: setting(
    'FETCH_HOST_RATE',
    integer(1, 10_000),
    '10',
    'requests per host and second, over all workers',
  ),
  traceparentHosts: optional(
    'TRACEPARENT_HOSTS',
    hostPatterns,
    'hosts that receive traceparent from fetches and webhooks, separated by commas: example.com, *.example.com, * ' +
      'for all; unset: none',
  ),
} as const;

/** `example.com,*.example.com`: host names as in URLs, each exact or a wildcard for its subdomains; `*` for all. */
function hostPatterns(value: string): readonly string[] {
  const patterns = value.split(',').map((pattern) => pattern.trim().toLowerCase());
  if (!patterns.every((pattern) => /^(\*|(\*\.)?[a-z\d_-]+(\.[a-z\d_-]+)*|\[[a-f\d:]+\])$/.test(pattern)))
    throw new Error('a comma-separated list of host names such as example.com or *.example.com, or *');
  return patterns;
}

/** `80,443`: at least one port, each from 1 to 65535. */
function portList(value: string): readonly number[] {
  const ports = value.split(',').map((port) => (/^\s*\d{1,5}\s*$/.test(port) ? Number(port) : 0));
  if (!ports.every((port) => port >= 1 && port <= 65_535))
    throw new Error('a comma-separated list of ports, each from 1 to 65535');
  return [...new Set(ports)];
}
