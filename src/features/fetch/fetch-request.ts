import type { Config } from '../../platform/config/config.js';
import { readDestination } from '../../platform/outbound/addresses/url-rules.js';
import type { FetchPayload } from './fetch.dto.js';

/** What a payload asks for, with every default written out and within what the operator allows. */
export interface FetchRequest {
  readonly method: 'GET' | 'HEAD';
  /** As `URL` writes it, without its fragment, which no server sees. */
  readonly url: string;
  /** Of the caller, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Media types that are wanted; empty: any. */
  readonly accept: readonly string[];
  readonly connectTimeoutMs: number;
  readonly firstByteTimeoutMs: number;
  readonly timeoutMs: number;
  readonly maxBytes: number;
  readonly cacheTtlMs: number;
}

/** @throws OutboundRefusedError for a URL that is none */
export function fetchRequestOf(payload: FetchPayload, config: Config): FetchRequest {
  const { url } = readDestination(payload.url);
  url.hash = '';
  const accept = payload.accept ?? [];
  const own = Object.entries(payload.headers ?? {}).map(([name, value]): [string, string] => [
    name.toLowerCase(),
    value,
  ]);
  const within = (wish: number | undefined, most: number) => Math.min(wish ?? most, most);
  return {
    method: payload.method ?? 'GET',
    url: url.href,
    headers: Object.fromEntries<string>(accept.length > 0 ? [...own, ['accept', accept.join(', ')]] : own),
    accept: accept.map((type) => type.toLowerCase()),
    connectTimeoutMs: within(payload.connect_timeout_ms, config.fetchConnectTimeoutMs),
    firstByteTimeoutMs: within(payload.first_byte_timeout_ms, config.fetchFirstByteTimeoutMs),
    timeoutMs: within(payload.total_timeout_ms, config.fetchTimeoutMs),
    maxBytes: within(payload.max_bytes, config.fetchMaxBytes),
    cacheTtlMs: payload.cache_ttl_ms ?? config.fetchCacheTtlMs,
  };
}
