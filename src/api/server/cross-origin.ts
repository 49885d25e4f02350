import type { CorsOptions } from '@nestjs/common/interfaces/external/cors-options.interface.js';
import type { Request, RequestHandler } from 'express';
import { RefusedError } from '../problems/refused-error.js';

/** Headers that pages of an allowed origin may send and read, beyond those always allowed. */
const SENT = [
  'Authorization',
  'Content-Type',
  'Idempotency-Key',
  'If-None-Match',
  'Last-Event-ID',
  'Prefer',
  'Range',
  'X-Request-Id',
];
const READ = [
  'Content-Disposition',
  'Content-Range',
  'ETag',
  'Idempotent-Replayed',
  'Location',
  'Preference-Applied',
  'RateLimit',
  'RateLimit-Policy',
  'Retry-After',
  'X-Request-Id',
];
/** Time for which browsers may cache the response to a preflight. */
const MAX_AGE_S = 600;

/** Cookies are never allowed: a page of another origin uses a key. */
export function corsOptions(origins: readonly string[]): CorsOptions {
  return {
    origin: [...origins],
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: SENT,
    exposedHeaders: READ,
    credentials: false,
    maxAge: MAX_AGE_S,
  };
}

/**
 * Refuses cross-site requests of browsers. CORS prevents such a page from reading a response, but not from sending a
 * POST without a body, which is enough to submit a task on a user's own machine.
 *
 * @param origins allowed origins
 */
export function refuseCrossSite(origins: readonly string[]): RequestHandler {
  return (request, _response, next) => {
    if (isReading(request) || !isCrossSite(request) || origins.includes(request.headers.origin ?? ''))
      return next();
    next(
      new RefusedError(
        'forbidden',
        'Cross-site requests from this page are not allowed: add its origin to CORS_ORIGINS.',
      ),
    );
  };
}

/**
 * Refuses changes by a page of another origin that uses the session of its visitor. It may use a key if its origin is in
 * CORS_ORIGINS.
 *
 * @throws RefusedError
 */
export function refuseForeignPage(request: Request): void {
  if (isReading(request) || !isCrossSite(request)) return;
  const message = 'A page of another origin cannot use the session of a browser. Send an API key.';
  throw new RefusedError('forbidden', message);
}

function isReading({ method }: Request): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
}

/** Browsers send the origin of a request; other clients do not. */
function isCrossSite({ headers }: Request): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  return headers.origin !== undefined && hostOf(headers.origin) !== headers.host;
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
