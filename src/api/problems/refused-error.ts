import { NamedError } from '../../platform/errors/named-error.js';
import type { ProblemCode } from './problem.js';

/** A request refused before it reaches a controller. `code` is that of the problem. */
export class RefusedError extends NamedError {
  /** @param retryAfterS when to retry, if waiting helps */
  constructor(
    readonly code: ProblemCode,
    message: string,
    readonly retryAfterS?: number,
  ) {
    // Refusing a flood must be cheap: a stack trace adds nothing here and costs a tenth of the response.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(message);
    Error.stackTraceLimit = stackTraceLimit;
  }
}
