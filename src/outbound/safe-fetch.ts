import type { OnApplicationShutdown } from '@nestjs/common';
import type { Dispatcher } from 'undici';
import type { Config } from '../config/config.js';
import { addressRule } from './address-guard.js';
import { exchange } from './exchange.js';
import { type Guard, type Network, guardedConnector, realNetwork } from './guarded-connector.js';
import { OutboundRefusedError, OutboundShutdownError, TooManyRedirectsError } from './outbound.errors.js';
import { readBody } from './read-body.js';
import { type Destination, checkPublic, readDestination, readRedirect } from './url-rules.js';
import { sharedAbortController, withinLimits } from './within-limits.js';

type Answer = Dispatcher.ResponseData;

const MAX_REDIRECTS = 5;
const redirectStatuses: readonly number[] = [301, 302, 303, 307, 308];

export interface FetchOptions {
  /** Aborts the transfer at once; the fetch rejects with its reason. */
  readonly signal?: AbortSignal;
}

export interface SafeResponse {
  /** Any status: 404 and 500 are answers too. A redirect only where it has no Location. */
  readonly statusCode: number;
  /** After redirects. */
  readonly finalUrl: string;
  /** As it came, or null. */
  readonly contentType: string | null;
  /** Names in lower case. They describe what was sent: `content-encoding` stands there, `body` is decompressed. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
  /** Size of the body after decompression. */
  readonly bytes: number;
}

/**
 * Fetches what a user names, and only what is public: every hop of a redirect is judged by its URL and again by the
 * address that it connects to. One time limit (FETCH_TIMEOUT_MS) for the whole, one size limit (FETCH_MAX_BYTES) for
 * the body. No credentials, no cookies, no cache, no proxy, no connection that is used twice.
 *
 * FETCH_ALLOW_PRIVATE switches off the rules for addresses, host names and ports, and nothing else.
 */
export class SafeFetch implements OnApplicationShutdown {
  private readonly shutdown = sharedAbortController();

  constructor(
    private readonly config: Config,
    private readonly network: Network = realNetwork,
  ) {}

  /**
   * GET. Follows at most 5 redirects.
   *
   * @param url absolute, http or https, as the user wrote it
   * @throws OutboundError, whose `permanent` says whether a retry could help; or the reason of `options.signal`
   */
  async fetch(url: string, { signal }: FetchOptions = {}): Promise<SafeResponse> {
    const signals = signal ? [signal, this.shutdown.signal] : [this.shutdown.signal];
    return withinLimits(this.config.fetchTimeoutMs, signals, (scope) => this.follow(url, scope));
  }

  /** Ends what still runs: OutboundShutdownError. Workers have drained before. */
  onApplicationShutdown(): void {
    this.shutdown.abort(new OutboundShutdownError());
  }

  private async follow(url: string, signal: AbortSignal): Promise<SafeResponse> {
    let hop = readDestination(url);
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
      const answer = await this.visit(hop, signal);
      if (!('location' in answer)) return answer;
      hop = readRedirect(answer.location, hop);
    }
    throw new TooManyRedirectsError(MAX_REDIRECTS);
  }

  private async visit(hop: Destination, signal: AbortSignal): Promise<SafeResponse | Redirect> {
    const { fetchAllowPrivate, fetchMaxBytes } = this.config;
    if (!fetchAllowPrivate) checkPublic(hop);
    const guard = fetchAllowPrivate ? letPass : refuseUnlessPublic(hop.host);
    const connect = guardedConnector(this.network, guard, signal);
    return exchange(hop, connect, signal, (answer) => readAnswer(answer, hop, fetchMaxBytes));
  }
}

interface Redirect {
  readonly location: string;
}

const letPass: Guard = () => undefined;

/** Names the host, not the address: what a name resolves to inside is nobody's business outside. */
function refuseUnlessPublic(host: string): Guard {
  return (address) => {
    const rule = addressRule(address);
    return rule && new OutboundRefusedError(rule, host);
  };
}

/** The body of a redirect is not read: the connection ends with it unread. */
async function readAnswer(
  answer: Answer,
  hop: Destination,
  maxBytes: number,
): Promise<SafeResponse | Redirect> {
  const { location } = answer.headers;
  if (location && redirectStatuses.includes(answer.statusCode)) return { location: only(location, hop) };
  return readResponse(answer, hop.url.href, maxBytes);
}

function only(location: string | string[], { host }: Destination): string {
  if (typeof location === 'string') return location;
  throw new OutboundRefusedError('redirect-ambiguous', host);
}

async function readResponse(answer: Answer, finalUrl: string, maxBytes: number): Promise<SafeResponse> {
  const { statusCode, headers } = answer;
  const encoding = [headers['content-encoding'] ?? ''].flat().join(', ');
  const contentType = [headers['content-type'] ?? null].flat()[0] ?? null;
  const body = await readBody(answer.body, encoding, maxBytes);
  return { statusCode, finalUrl, contentType, headers, body, bytes: body.length };
}
