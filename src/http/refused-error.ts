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
    super(message);
  }
}
