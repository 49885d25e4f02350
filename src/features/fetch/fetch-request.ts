import type { Config } from '../../platform/config/config.js';
import { readDestination } from '../../platform/outbound/addresses/url-rules.js';
import type { FetchPayload } from './fetch.dto.js';

/** A payload's request with all defaults filled in and limits applied. */
export interface FetchRequest {
  readonly method: 'GET' | 'HEAD';
  /** Normalised by `URL`, without the fragment, which is never sent to a server. */
  readonly url: string;
  /** Headers set by the caller, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Accepted media types; empty accepts any. */
  readonly accept: readonly string[];
  readonly connectTimeoutMs: number;
  readonly firstByteTimeoutMs: number;
  readonly timeoutMs: number;
  readonly maxBytes: number;
  readonly cacheTtlMs: number;
}

/** @throws OutboundRefusedError for an invalid URL */
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
