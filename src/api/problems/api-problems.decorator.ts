import { ApiExtension } from '@nestjs/swagger';
import type { ProblemCode } from './problem.js';

/** Keys of an operation that begin so hold its codes, until `withProblems` makes them responses. */
export const PROBLEMS = 'x-problems';

/**
 * Documents the problems that are a route's own; given twice, they add up. Those that any route can answer, and any
 * body can earn, stand in the document without being named. A queue that can be full can be closed, too.
 */
export function ApiProblems(...codes: ProblemCode[]): MethodDecorator {
  const all = codes.includes('queue-full') ? [...codes, 'queue-closed' as const] : codes;
  // An extension is written once: each use has a key of its own. What it is for a class does not concern us.
  return ApiExtension(`${PROBLEMS}-${codes.join('-')}`, all) as MethodDecorator;
}
