import { ApiExtension } from '@nestjs/swagger';
import type { ProblemCode } from './problem.js';

/** Under this key of its operation a route keeps its codes, until `withProblems` makes them responses. */
export const PROBLEMS = 'x-problems';

/**
 * Documents the problems that are a route's own. Those that any route can answer, and any body can earn, stand in
 * the document without being named.
 */
export function ApiProblems(...codes: ProblemCode[]): MethodDecorator {
  // The decorator of a method: what it is for a class does not concern us.
  return ApiExtension(PROBLEMS, codes) as MethodDecorator;
}
