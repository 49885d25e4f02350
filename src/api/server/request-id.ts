import { randomUUID } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';

/** Sets X-Request-Id on every response: the client's own if it is safe, otherwise a new one. */
export function requestId(request: Request, response: Response, next: NextFunction): void {
  const given = request.headers['x-request-id'];
  const isHarmless = typeof given === 'string' && /^[\w.:-]{1,100}$/.test(given);
  response.setHeader('X-Request-Id', isHarmless ? given : randomUUID());
  next();
}
