import { ApiExtension } from '@nestjs/swagger';
import type { ProblemCode } from './problem.js';

/** Prefix of operation keys that hold problem codes until `withProblems` converts them to responses. */
export const PROBLEMS = 'x-problems';

/**
 * Documents a route's own problems; repeated uses add up. Problems common to all routes and all bodies are added
 * automatically. A queue that can be full can also be closed.
 */
export function ApiProblems(...codes: ProblemCode[]): MethodDecorator {
  const all = codes.includes('queue-full') ? [...codes, 'queue-closed' as const] : codes;
  // An extension can be set once, so each use has its own key. The decorator also works on classes, which is not needed
  // here.
  return ApiExtension(`${PROBLEMS}-${codes.join('-')}`, all) as MethodDecorator;
}
