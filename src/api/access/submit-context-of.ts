import type { Request } from 'express';
import type { SubmitContext } from '../../core/task/submit-context.js';
import { anyone, findPrincipal } from './principal.js';

/** On the request itself, as its principal is. */
const NEXT_ID = Symbol('next id');

interface Identified extends Request {
  [NEXT_ID]?: () => string;
}

/** Said once of a request with an Idempotency-Key: what makes the ids of the tasks that it submits. */
export function setIds(request: Request, nextId: () => string): void {
  (request as Identified)[NEXT_ID] = nextId; // `Identified` adds an optional property: every request is one
}

/**
 * What every route that submits hands to the queue: with it, the tasks carry the name of the key that asked for them, and
 * a request that is repeated with its Idempotency-Key submits them once.
 */
export function submitContextOf(request: Request): SubmitContext {
  const principal = findPrincipal(request);
  const submittedBy = principal === anyone ? undefined : principal?.name;
  return { submittedBy, nextId: (request as Identified)[NEXT_ID] }; // see `setIds`
}
