import { Logger } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { logLevels } from '../../platform/logging/log-levels.js';
import { shortText } from '../../platform/redaction/short-text.js';
import { findPrincipal } from '../access/principal.js';

const CONTEXT = 'Http';
/** Characters of a path: a refused request of 16 KB is not worth a line of 32 KB. */
const MAX_PATH = 500;
const logger = new Logger(CONTEXT);

/**
 * One line a request, once it is answered or its client has hung up: never its query, its headers or its body, which
 * may hold what must not be repeated. Probes and scrapes come every few seconds and say nothing, and an open page
 * fetches its parts and polls: those are at debug.
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
  const line = `${method} ${path} ${status} in ${fields.duration_ms} ms`;
  if (isRoutine(method, path, status)) logger.debug(line, fields);
  else logger.log(line, fields);
}

/** What nobody has asked for by hand: probes and scrapes, the files of a page and its polling. */
function isRoutine(method: string, path: string, status: number): boolean {
  if (PROBES.test(path)) return true;
  return method === 'GET' && status < 400 && PARTS_OF_PAGES.test(path);
}

const PROBES = /^\/(health|metrics)\b/;
const PARTS_OF_PAGES = /^\/(dashboard\/.|docs\/.|docs-json$|favicon\.ico$)/;
