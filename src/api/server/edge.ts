import { randomUUID } from 'node:crypto';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { Config } from '../../platform/config/config.js';
import { IdempotencyStore } from '../idempotency/idempotency-store.js';
import { corsOptions, refuseCrossSite } from './cross-origin.js';
import { idempotency } from '../idempotency/idempotency.js';
import { InputPipe } from '../problems/input.pipe.js';
import { jsonBody } from './json-body.js';
import { ProblemFilter } from '../problems/problem.filter.js';
import { refuseAmbiguous } from './refuse-ambiguous.js';
import { RefusedError } from '../problems/refused-error.js';
import { requestLog } from './request-log.js';
import { securityHeaders } from './security-headers.js';
import { limitServer } from './server-limits.js';

/** The longest path with its query: enough for every filter of a list. */
const MAX_URL_LENGTH = 8_192;

/**
 * Sets up the first middleware of every request: API, documentation and dashboard. ETags are off: each costs a tenth of
 * the speed, and responses here change constantly.
 *
 * @param then middleware that follows: authentication and quota
 */
export function beginEdge(app: NestExpressApplication, ...then: RequestHandler[]): void {
  const config = app.get(Config);
  limitServer(app.getHttpServer(), config);
  app.disable('x-powered-by');
  app.set('etag', false);
  answerInFull(app);
  if (config.trustProxy !== undefined) app.set('trust proxy', config.trustProxy);
  app.use(composeMiddleware(requestId, requestLog, securityHeaders(config.trustProxy !== undefined)));
  if (config.corsOrigins) app.enableCors(corsOptions(config.corsOrigins));
  app.use(
    composeMiddleware(refuseAmbiguous, refuseLongUrl, refuseCrossSite(config.corsOrigins ?? []), ...then),
  );
}

/**
 * Sets up the middleware right before the controllers, in order.
 *
 * @param first middleware before the body parser
 */
export function endEdge(app: NestExpressApplication, ...first: RequestHandler[]): void {
  const filter = new ProblemFilter();
  const body = jsonBody(app.get(Config).maxBodyBytes);
  app.use(composeMiddleware(...first, body, idempotency(app.get(IdempotencyStore)), refuseUnreadableUrl));
  // Errors before the controllers (a body that is not JSON) get the same response format.
  app.use((error: unknown, request: Request, response: Response, _next: NextFunction) =>
    filter.answer(error, request, response),
  );
  app.useGlobalPipes(new InputPipe());
  app.useGlobalFilters(filter);
}

/**
 * Combines several handlers into one. Express matches the path again for each handler, which costs more than most of
 * ours do.
 */
function composeMiddleware(...handlers: readonly RequestHandler[]): RequestHandler {
  return (request, response, next) => {
    let position = 0;
    const goOn = (error?: unknown): void => {
      const handler = error === undefined || error === null ? handlers[position++] : undefined;
      if (handler === undefined) return next(error);
      void handler(request, response, goOn);
    };
    goOn();
  };
}

/** Sets X-Request-Id on every response: the client's own if it is safe, otherwise a new one. */
function requestId(request: Request, response: Response, next: NextFunction): void {
  const given = request.headers['x-request-id'];
  const isHarmless = typeof given === 'string' && /^[\w.:-]{1,100}$/.test(given);
  response.setHeader('X-Request-Id', isHarmless ? given : randomUUID());
  next();
}

/** Without ETags no client can have a current copy: Express would answer `If-None-Match: *` with an empty 304. */
function answerInFull(app: NestExpressApplication): void {
  // Express reads `fresh` from this prototype of every request.
  const { request } = app.getHttpAdapter().getInstance() as { readonly request: object };
  Object.defineProperty(request, 'fresh', { value: false });
}

function refuseLongUrl({ url }: Request, _response: Response, next: NextFunction): void {
  if (url.length <= MAX_URL_LENGTH) return next();
  const message = `The path with its query has ${url.length} characters; the maximum is ${MAX_URL_LENGTH}.`;
  next(new RefusedError('uri-too-long', message));
}

/**
 * Percent-escapes must be UTF-8. No route would accept an invalid path; in a query, Node would read U+FFFD instead, and
 * text that nobody sent would be stored.
 */
function refuseUnreadableUrl({ url }: Request, _response: Response, next: NextFunction): void {
  if (!url.includes('%') || isDecodable(url)) return next();
  const [path = ''] = url.split('?', 1);
  const part = isDecodable(path) ? 'query' : 'path';
  next(
    new RefusedError(
      'malformed',
      `The ${part} cannot be decoded: it has a % escape that is not valid UTF-8.`,
    ),
  );
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
