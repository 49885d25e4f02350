import { BlobsFullError } from '../../platform/blob-store/blob-store.js';
import { OutboundError } from '../../platform/outbound/outbound.errors.js';
import { DiscardTask, RetryTask } from '../../core/task/task-outcome.js';

/**
 * The server answered, but not with what was asked for. Says the status and the URL, and nothing of the body: error
 * pages may hold anything.
 */
export class HttpStatusError extends Error {
  override readonly name = 'HttpStatusError';

  /**
   * @param url after redirects
   * @param retryAfterMs how long the server wants us to wait; 0 where it did not say
   */
  constructor(
    readonly statusCode: number,
    readonly url: string,
    readonly retryAfterMs: number,
  ) {
    super(`${withoutQuery(url)} answered ${statusCode}: expected a status from 200 to 299`);
  }

  /** Too many requests, and faults of the server, may be over later. Whatever else is wrong stays wrong. */
  get isPassing(): boolean {
    return this.statusCode === 429 || this.statusCode >= 500;
  }
}

/** The response has a type that the fetch does not accept. Its body was not transferred. */
export class UnacceptableTypeError extends Error {
  override readonly name = 'UnacceptableTypeError';

  constructor(
    readonly contentType: string | null,
    readonly accept: readonly string[],
  ) {
    const came = contentType === null ? 'no Content-Type' : JSON.stringify(contentType.slice(0, 200));
    super(`The response has ${came}, but must be one of ${accept.join(', ')}`);
  }
}

/** What is to become of the task: what trying again cannot change ends it at once. */
export function outcomeOf(error: unknown): unknown {
  if (error instanceof HttpStatusError && error.isPassing)
    return new RetryTask(error.message, error.retryAfterMs, { cause: error });
  const isFinal =
    error instanceof HttpStatusError ||
    error instanceof UnacceptableTypeError ||
    error instanceof BlobsFullError ||
    (error instanceof OutboundError && error.permanent);
  return isFinal ? new DiscardTask(error.message, { cause: error }) : error;
}

/** Queries carry keys more often than anything else of a URL does. */
function withoutQuery(url: string): string {
  return url.split(/[?#]/)[0] ?? '';
}
