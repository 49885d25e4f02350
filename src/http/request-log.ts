import { Logger } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { logLevels } from '../logging/log-levels.js';
import { shortText } from '../redaction/short-text.js';
import { findPrincipal } from './principal.js';

const CONTEXT = 'Http';
/** Characters of a path: a refused request of 16 KB is not worth a line of 32 KB. */
const MAX_PATH = 500;
const logger = new Logger(CONTEXT);

/**
 * One line a request, once it is answered or its client has hung up: never its query, its headers or its body, which
 * may hold what must not be repeated. Probes and scrapes come every few seconds and say nothing: at debug.
 */
export function requestLog(request: Request, response: Response, next: NextFunction): void {
  if (!logLevels.allows('info', CONTEXT)) return next();
  const from = performance.now();
  response.once('close', () => write(request, response, performance.now() - from));
  next();
}

function write(request: Request, response: Response, ms: number): void {
  const { method, originalUrl } = request;
  const path = shortText(originalUrl.split('?', 1)[0] ?? '', MAX_PATH);
  const status = response.writableFinished ? response.statusCode : 499; // hung up, as nginx counts it
  const fields = {
    request_id: response.getHeader('X-Request-Id'),
    ...{ method, path, status, duration_ms: Math.round(ms * 10) / 10 },
    key: findPrincipal(request)?.name,
  };
  const line = `${method} ${path} ${status}`;
  if (/^\/(health|metrics)\b/.test(path)) logger.debug(line, fields);
  else logger.log(line, fields);
}
