import { Logger } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { logLevels } from '../../platform/logging/log-levels.js';
import { shortText } from '../../platform/redaction/short-text.js';
import { findPrincipal } from '../access/principal.js';

const CONTEXT = 'Http';
/** Maximum length of a path in characters: a refused request of 16 KB does not deserve a line of 32 KB. */
const MAX_PATH = 500;
const logger = new Logger(CONTEXT);

/**
 * Logs one line per request, after its response or its client's disconnect. Query, headers and body are omitted because
 * they may contain secrets. Probes and scrapes come every few seconds, and open pages load their parts and poll: these
 * are logged at debug level.
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
  const status = response.writableFinished ? response.statusCode : 499; // client disconnected, with nginx' status code
  const fields = {
    request_id: response.getHeader('X-Request-Id'),
    ...{ method, path, status, duration_ms: Math.round(ms * 10) / 10 },
    key: findPrincipal(request)?.name,
  };
  const line = `${method} ${path} ${status} in ${fields.duration_ms} ms`;
  if (isRoutine(method, path, status)) logger.debug(line, fields);
  else logger.log(line, fields);
}

/** True for automatic requests: probes and scrapes, parts of pages and their polling. */
function isRoutine(method: string, path: string, status: number): boolean {
  if (PROBES.test(path)) return true;
  return method === 'GET' && status < 400 && PARTS_OF_PAGES.test(path);
}

const PROBES = /^\/(health|metrics)\b/;
const PARTS_OF_PAGES = /^\/(dashboard\/.|docs\/.|docs-json$|favicon\.ico$)/;
