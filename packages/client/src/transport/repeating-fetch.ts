import { UnreachableError } from '../errors.js';
import { pause } from './pause.js';

export interface RepeatOptions {
  readonly fetch: typeof fetch;
  /** How often a request is sent at most. */
  readonly tries: number;
  /** No repeat begins later than this after the first try. */
  readonly retryForMs: number;
}

const FIRST_WAIT_MS = 250;

/** Statuses after which the same request may succeed: the outcome of this one is unknown, or it is still in progress. */
const UNSETTLED = [502, 503, 504];

/**
 * A `fetch` that repeats a request for as long as that is safe and helps. Every POST gets an Idempotency-Key, the same
 * in each repeat, so that the API carries it out once.
 *
 * - 429: refused without any effect, so every request is repeated.
 * - 502, 503, 504, or no answer: only reading, PUT and requests with a key are repeated.
 * - 409 with `Retry-After`: the first request with the same key is still in progress.
 *
 * `Retry-After` sets the wait; without it, the wait doubles from try to try.
 */
export function repeatingFetch(options: RepeatOptions): (request: Request) => Promise<Response> {
  return async (request) => {
    if (request.method === 'POST' && !request.headers.has('Idempotency-Key'))
      request.headers.set('Idempotency-Key', newKey());
    const deadline = Date.now() + options.retryForMs;
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await tryOnce(request, options);
      const waitMs = waitAfter(outcome, request, attempt);
      if (waitMs === undefined || attempt >= options.tries || Date.now() + waitMs > deadline) {
        if (outcome instanceof UnreachableError) throw outcome;
        return outcome;
      }
      if (!(outcome instanceof UnreachableError)) await outcome.body?.cancel(); // frees the connection
      await pause(waitMs, request.signal);
    }
  };
}

/** 128 random bits. `crypto.randomUUID` is missing on pages without TLS. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `"${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}"`;
}

/** The answer, or the error that there is none. @throws the signal's reason if it has aborted */
async function tryOnce(request: Request, { fetch }: RepeatOptions): Promise<Response | UnreachableError> {
  try {
    return await complete(await fetch(request.clone()));
  } catch (error) {
    request.signal.throwIfAborted();
    return new UnreachableError(`${new URL(request.url).origin} does not answer`, { cause: error });
  }
}

/** Reads an answer in JSON here, so that one that is cut off counts as none. Others may be streams. */
async function complete(response: Response): Promise<Response> {
  if (!response.headers.get('Content-Type')?.includes('json')) return response;
  return new Response((await response.text()) || null, response);
}

/** @returns undefined if the outcome must be reported */
function waitAfter(
  outcome: Response | UnreachableError,
  request: Request,
  attempt: number,
): number | undefined {
  const isSafe = request.method !== 'PATCH' && request.method !== 'DELETE';
  const backoffMs = FIRST_WAIT_MS * 2 ** (attempt - 1) * (0.5 + Math.random() / 2);
  if (outcome instanceof UnreachableError) return isSafe ? backoffMs : undefined;
  const askedMs = retryAfterMs(outcome.headers.get('Retry-After'));
  if (outcome.status === 409) return askedMs;
  return outcome.status === 429 || (isSafe && UNSETTLED.includes(outcome.status))
    ? (askedMs ?? backoffMs)
    : undefined;
}

/** Seconds or a date, RFC 9110 section 10.2.3. */
function retryAfterMs(header: string | null): number | undefined {
  if (header === null) return undefined;
  const ms = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
