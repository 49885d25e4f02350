import type { ProblemCode } from './problem.js';

/** A request that the edge does not pass on; `code` is the problem's. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';

  /** @param retryAfterS when it may be tried again, where waiting helps */
  constructor(
    readonly code: ProblemCode,
    message: string,
    readonly retryAfterS?: number,
  ) {
    // A flood is refused as cheaply as can be: where this was thrown says nothing, and costs a tenth of the answer.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(message);
    Error.stackTraceLimit = stackTraceLimit;
  }
}
