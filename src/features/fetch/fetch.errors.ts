import { BlobsFullError } from '../../platform/blob-store/blob-store.js';
import { NamedError } from '../../platform/errors/named-error.js';
import { OutboundError } from '../../platform/outbound/outbound.errors.js';
import { DiscardTask, RetryTask } from '../../core/index.js';

/**
 * The server answered with an error status. Contains the status and the URL, but nothing of the body: error pages may
 * contain anything.
 */
export class HttpStatusError extends NamedError {
  /**
   * @param url after redirects
   * @param retryAfterMs the wait requested by the server, or 0
   */
  constructor(
    readonly statusCode: number,
    readonly url: string,
    readonly retryAfterMs: number,
  ) {
    super(`${withoutQuery(url)} responded with ${statusCode}: expected a status from 200 to 299`);
  }

  /** True for statuses that may be temporary: 429 and server errors. Other errors are permanent. */
  get isTemporary(): boolean {
    return this.statusCode === 429 || this.statusCode >= 500;
  }
}

/** The response has a type that the fetch does not accept. Its body was not transferred. */
export class UnacceptableTypeError extends NamedError {
  constructor(
    readonly contentType: string | null,
    readonly accept: readonly string[],
  ) {
    const came = contentType === null ? 'no Content-Type' : JSON.stringify(contentType.slice(0, 200));
    super(`The response has ${came}, but must be one of ${accept.join(', ')}`);
  }
}

/** Maps an error to the task's outcome: errors that a retry cannot fix end the task at once. */
export function outcomeOf(error: unknown): unknown {
  if (error instanceof HttpStatusError && error.isTemporary)
    return new RetryTask(error.message, error.retryAfterMs, { cause: error });
  const isFinal =
    error instanceof HttpStatusError ||
    error instanceof UnacceptableTypeError ||
    error instanceof BlobsFullError ||
    (error instanceof OutboundError && error.permanent);
  return isFinal ? new DiscardTask(error.message, { cause: error }) : error;
}

/** The query is the part of a URL that most often contains keys. */
function withoutQuery(url: string): string {
  return url.split(/[?#]/)[0] ?? '';
}
