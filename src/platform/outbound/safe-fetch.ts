import type { OnApplicationShutdown } from '@nestjs/common';
import type { Config } from '../config/config.js';
import { BodyBuffer } from './body/body-buffer.js';
import { inClientSpan } from './client-span.js';
import { contentCodings, transferCodings } from './body/content-codings.js';
import { isAmong } from './addresses/host-patterns.js';
import { exchange, withOutboundErrors } from './exchange.js';
import type { Answer, Hop } from './hop.js';
import type { FetchOptions } from './fetch-options.js';
import { headerText, locationText } from './header-text.js';
import { type Network, guardedConnector, realNetwork } from './guarded-connector.js';
import { OutboundRefusedError, OutboundShutdownError, TooManyRedirectsError } from './outbound.errors.js';
import { Reach } from './addresses/reach.js';
import { limitedBody } from './body/read-body.js';
import { ownHeaders, withoutSecrets } from './request-headers.js';
import { type Destination, readDestination, readRedirect } from './addresses/url-rules.js';
import { sharedAbortController, withinLimits } from './within-limits.js';

const MAX_REDIRECTS = 5;
const redirectStatuses: readonly number[] = [301, 302, 303, 307, 308];
const lastingStatuses: readonly number[] = [301, 308];

/** The response without its body. */
export interface ResponseHead {
  /** Any status: 404 and 500 are responses too. A redirect only if it has no Location. */
  readonly statusCode: number;
  /** The URL after redirects. */
  readonly finalUrl: string;
  /** Content-Type as sent by the server, or null. */
  readonly contentType: string | null;
  /**
   * Names in lower case; values as node:http returns them, see `headerText`. They describe the response as sent:
   * `content-encoding` is kept although the body is decompressed.
   */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

export interface SafeResponse extends ResponseHead {
  readonly body: Buffer;
  /** Size of the body after decompression. */
  readonly bytes: number;
}

export interface StreamedResponse extends ResponseHead {
  /** Decompressed and counted as it streams; available only during `read`. */
  readonly body: AsyncIterable<Uint8Array>;
  /** True if any redirect on the way was temporary: 302, 303 or 307. */
  readonly isTemporary: boolean;
}

/**
 * Fetches URLs given by users, from public addresses only: every hop is checked by its URL, and again by the address
 * that it connects to. One time limit (FETCH_TIMEOUT_MS) covers the whole fetch, one size limit (FETCH_MAX_BYTES) the
 * body. No credentials except the caller's own, no cookies, no cache, no proxy, no reused connections.
 *
 * FETCH_ALLOW_PRIVATE disables only the rules for addresses, host names and ports. FETCH_REFUSE still applies.
 */
export class SafeFetch implements OnApplicationShutdown {
  private readonly shutdown = sharedAbortController();
  private readonly reach: Reach;

  constructor(
    private readonly config: Config,
    private readonly network: Network = realNetwork,
  ) {
    this.reach = new Reach(config);
  }

  /**
   * Sends one request and follows its redirects; by default GET and at most 5 redirects. Reads the body into memory.
   *
   * @param url absolute, http or https, as the user wrote it
   * @throws OutboundError, whose `permanent` is false if a retry could help; or the reason of `options.signal`
   */
  async fetch(url: string, options: FetchOptions = {}): Promise<SafeResponse> {
    return this.stream(url, options, async ({ statusCode, finalUrl, contentType, headers, body: stream }) => {
      const body = await collect(stream, this.maxBytes(options));
      return { statusCode, finalUrl, contentType, headers, body, bytes: body.length };
    });
  }

  /**
   * Like `fetch`, for a body of any length: `read` receives it as a stream. Unread bytes are not transferred.
   *
   * @throws like `fetch`, or the error of `read`
   */
  async stream<T>(
    url: string,
    options: FetchOptions,
    read: (response: StreamedResponse) => Promise<T>,
  ): Promise<T> {
    const { signal, timeoutMs = this.config.fetchTimeoutMs } = options;
    const signals = signal ? [signal, this.shutdown.signal] : [this.shutdown.signal];
    return withinLimits(timeoutMs, signals, (scope) => this.follow(url, { ...options, signal: scope }, read));
  }

  /** Aborts running fetches with OutboundShutdownError. Workers have drained by then. */
  onApplicationShutdown(): void {
    this.shutdown.abort(new OutboundShutdownError());
  }

  private async follow<T>(url: string, options: Scoped, read: Read<T>): Promise<T> {
    const { maxRedirects = MAX_REDIRECTS } = options;
    let hop = firstHop(url, options);
    let isTemporary = false;
    for (let redirects = 0; redirects <= maxRedirects; redirects += 1) {
      const found = await this.visit(hop, options, (response) => read({ ...response, isTemporary }));
      if (!('location' in found)) return found.value;
      isTemporary ||= !lastingStatuses.includes(found.status);
      hop = nextHop(found.location, hop);
    }
    throw new TooManyRedirectsError(maxRedirects);
  }

  private async visit<T>(hop: Hop, options: Scoped, read: Read<T>): Promise<Redirect | { value: T }> {
    const { fetchConnectTimeoutMs, fetchFirstByteTimeoutMs } = this.config;
    this.reach.check(hop);
    await options.beforeHop?.(hop.url);
    const { connectTimeoutMs = fetchConnectTimeoutMs, signal } = options;
    const connect = guardedConnector(this.network, this.reach.guardOf(hop.host), connectTimeoutMs, signal);
    const firstByteTimeoutMs = options.firstByteTimeoutMs ?? fetchFirstByteTimeoutMs;
    const means = { connect, firstByteTimeoutMs, signal };
    const isTraced = isAmong(this.config.traceparentHosts ?? [], hop.url.hostname);
    return inClientSpan(withOwnHeaders(hop, options), isTraced, (sent, answered) =>
      exchange(sent, means, async (answer) => {
        answered(answer);
        const redirect = redirectOf(answer, hop);
        return redirect ?? { value: await read(responseOf(answer, hop, this.maxBytes(options))) };
      }),
    );
  }

  private maxBytes({ maxBytes = this.config.fetchMaxBytes }: FetchOptions): number {
    return maxBytes;
  }
}

/** `signal` combines all reasons to end the fetch. */
type Scoped = FetchOptions & { readonly signal: AbortSignal };

type Read<T> = (response: StreamedResponse) => Promise<T>;

interface Redirect {
  readonly location: string;
  readonly status: number;
}

function firstHop(url: string, { method = 'GET', headers, body }: FetchOptions): Hop {
  return { ...readDestination(url), method, headers: ownHeaders(headers), body };
}

/** A redirect to another origin drops the headers meant for the first one, for all later hops too. */
function nextHop(location: string, from: Hop): Hop {
  if (from.method === 'POST') throw new OutboundRefusedError('redirect-of-post', from.host);
  const to = readRedirect(location, from);
  const isSameOrigin = to.url.origin === from.url.origin;
  return { ...from, ...to, headers: isSameOrigin ? from.headers : withoutSecrets(from.headers) };
}

function withOwnHeaders(hop: Hop, { onlyFor }: FetchOptions): Hop {
  if (onlyFor === undefined || hop.url.href !== onlyFor.url) return hop;
  return { ...hop, headers: { ...hop.headers, ...ownHeaders(onlyFor.headers) } };
}

/** The body of a redirect is never read: closing the connection discards it. */
function redirectOf({ statusCode, headers }: Answer, hop: Destination): Redirect | undefined {
  const { location } = headers;
  if (!location || !redirectStatuses.includes(statusCode)) return undefined;
  if (typeof location !== 'string') throw new OutboundRefusedError('redirect-ambiguous', hop.host);
  return { location: locationText(location), status: statusCode };
}

function responseOf(answer: Answer, { url, host }: Destination, maxBytes: number): StreamedResponse {
  const { statusCode, headers } = answer;
  const codings = {
    content: contentCodings(headers['content-encoding']),
    transfer: transferCodings(headers['transfer-encoding']),
  };
  const [type] = [headers['content-type'] ?? []].flat();
  const contentType = type === undefined ? null : headerText(type);
  const body = withOutboundErrors(limitedBody(answer.body, codings, maxBytes), host);
  return { statusCode, finalUrl: url.href, contentType, headers, body, isTemporary: false };
}

async function collect(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Buffer> {
  const buffer = new BodyBuffer(maxBytes);
  for await (const chunk of body) buffer.append(chunk);
  return buffer.content();
}
