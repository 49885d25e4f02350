import type { RequestHandler } from 'express';
import { submitter } from '../queue/submitter.js';
import { anyone, findPrincipal } from './principal.js';

/** Has every task that the request submits carry the name of its key. Where there are no keys it does nothing. */
export const submitting: RequestHandler = (request, _response, next) => {
  const principal = findPrincipal(request);
  if (principal === undefined || principal === anyone) return next();
  submitter.run(principal.name, next);
};
