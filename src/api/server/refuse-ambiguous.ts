import type { IncomingMessage } from 'node:http';
import type { NextFunction, Request, Response } from 'express';
import { RefusedError } from '../problems/refused-error.js';

/**
 * Refuses requests that Node accepts but two servers could interpret differently: several Host headers, or other
 * transfer codings.
 */
export function refuseAmbiguous(request: Request, response: Response, next: NextFunction): void {
  const refusal = refusalOf(request);
  if (refusal === undefined) return next();
  response.setHeader('Connection', 'close'); // the start of the next request is uncertain too
  next(refusal);
}

function refusalOf(request: IncomingMessage): RefusedError | undefined {
  if (hostsIn(request.rawHeaders) > 1)
    return new RefusedError(
      'malformed',
      'The request has several Host headers; send exactly one (RFC 9112, 3.2).',
    );
  const coding = request.headers['transfer-encoding'];
  if (coding === undefined || coding.trim().toLowerCase() === 'chunked') return undefined;
  return new RefusedError(
    'not-implemented',
    'The only supported transfer coding is chunked (RFC 9112, 6.1).',
  );
}

/** A flat list that alternates names and values. */
function hostsIn(rawHeaders: readonly string[]): number {
  let hosts = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i];
    if (name?.length === 4 && name.toLowerCase() === 'host') hosts += 1;
  }
  return hosts;
}
