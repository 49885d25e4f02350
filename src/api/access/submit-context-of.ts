import type { Request } from 'express';
import type { SubmitContext } from '../../core/task/submit-context.js';
import { anyone, findPrincipal } from './principal.js';

/** Stored on the request, like its principal. */
const NEXT_ID = Symbol('next id');

interface Identified extends Request {
  [NEXT_ID]?: () => string;
}

/** Sets the id generator of a request with an Idempotency-Key. Called once per request. */
export function setIds(request: Request, nextId: () => string): void {
  (request as Identified)[NEXT_ID] = nextId; // `Identified` only adds an optional property, so every request is one
}

/**
 * The context for every submit by HTTP. It stores the key's name in the tasks, and makes a request that is repeated
 * with its Idempotency-Key submit its tasks once.
 */
export function submitContextOf(request: Request): SubmitContext {
  const principal = findPrincipal(request);
  const submittedBy = principal === anyone ? undefined : principal?.name;
  return { submittedBy, nextId: (request as Identified)[NEXT_ID] }; // see `setIds`
}
