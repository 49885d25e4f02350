import createFetchClient, { type Client } from 'openapi-fetch';
import { ProblemError, type Problem, UnreachableError } from './errors.js';
import type { paths } from './openapi.js';

export interface ClientOptions {
  /** Address of the API: `https://tasks.example.com`. */
  readonly url: string;
  /** An API key (`cel_…`) or a token for one task. Default: none. */
  readonly apiKey?: string;
}

/** The calls of the API by path, and the answer of each. */
export interface CeleriacClient {
  /** Every route: `api.GET('/tasks/{task_id}', { params: { path: { task_id } } })`. Rejects with the errors of `send`. */
  readonly api: Client<paths>;
}

/**
 * A client of one Celeriac service.
 *
 * Every call rejects with a ProblemError if the API refuses it, and with an UnreachableError without an answer.
 */
export function createClient({ url, apiKey }: ClientOptions): CeleriacClient {
  const api = createFetchClient<paths>({
    baseUrl: url,
    ...(apiKey === undefined ? {} : { headers: { Authorization: `Bearer ${apiKey}` } }),
  });
  api.use({
    async onResponse({ response }) {
      if (!response.ok) throw new ProblemError((await response.json()) as Problem);
    },
    onError({ error }) {
      return new UnreachableError(`${url} does not answer`, { cause: error });
    },
  });
  return { api };
}
