import createFetchClient, { type Client } from 'openapi-fetch';
import { ProblemError, UnreachableError } from '../errors.js';
import type { paths } from '../openapi.js';
import { problemOf } from './problem-of.js';
import { repeatingFetch } from './repeating-fetch.js';

export interface ClientOptions {
  /** Address of the API, which may have a path: `https://tasks.example.com`. */
  readonly url: string;
  /** An API key (`cel_…`) or a token for one task. Default: none. */
  readonly apiKey?: string;
  /** How often a request is sent at most, if repeating it is safe and may help. Default: 5. */
  readonly tries?: number;
  /** Time after which no repeat of a request begins. Default: 30,000. */
  readonly retryForMs?: number;
  /** Time for which a stream of events tries to reconnect. Default: 300,000. */
  readonly reconnectForMs?: number;
  /** Sends the requests. Default: the global `fetch`. */
  readonly fetch?: typeof fetch;
}

/**
 * The calls of the API by path. Each rejects with a ProblemError if the API refuses it, and with an UnreachableError
 * without an answer.
 *
 * @throws TypeError if the address is none
 */
export function createApi(options: ClientOptions): Client<paths> {
  const { apiKey, fetch = (request) => globalThis.fetch(request), tries = 5, retryForMs = 30_000 } = options;
  const api = createFetchClient<paths>({
    baseUrl: checkedUrl(options.url),
    fetch: repeatingFetch({ fetch, tries, retryForMs }),
    ...(apiKey === undefined ? {} : { headers: { Authorization: `Bearer ${apiKey}` } }),
  });
  api.use({
    async onResponse({ response, options: { parseAs } }) {
      if (!response.ok && response.status !== 304) throw new ProblemError(await problemOf(response));
      const type = response.headers.get('Content-Type');
      if (parseAs === 'json' && type !== null && !/json/.test(type))
        throw new UnreachableError(`The answer is ${type} instead of JSON: is this the address of the API?`);
    },
  });
  return api;
}

/** A page may name an address of its own origin by its path. */
function checkedUrl(url: string): string {
  const base = (globalThis as { readonly location?: { readonly href: string } }).location?.href;
  if (!URL.canParse(url, base))
    throw new TypeError(`Invalid URL of the API: "${url}". Expected: https://host`);
  // Not shown: it may be a password.
  if (new URL(url, base).username !== '')
    throw new TypeError('The URL of the API must not contain credentials: pass an apiKey.');
  return url;
}
