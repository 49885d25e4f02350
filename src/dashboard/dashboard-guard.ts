import { createHash, timingSafeEqual } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import type { Config } from '../config/config.js';
import { type ProblemCode, problem } from '../http/problem.js';

const USER = 'admin';

/**
 * Stands before everything under /dashboard. Bull Board mounts raw middleware that no Nest guard ever sees, so the
 * check is middleware too. With DASHBOARD_PASSWORD: HTTP basic authentication (user `admin`). Without one: open,
 * but refused altogether in production.
 */
export function dashboardGuard(config: Config): RequestHandler {
  return (request, response, next) => {
    const refusal = refuse(request, config);
    if (refusal === undefined) return next();
    if (refusal.code === 'unauthenticated')
      response.setHeader('WWW-Authenticate', 'Basic realm="Celeriac", charset="UTF-8"');
    send(response, request, refusal);
  };
}

interface Refusal {
  readonly code: ProblemCode;
  readonly detail: string;
}

function refuse(request: Request, { dashboardPassword, isProduction }: Config): Refusal | undefined {
  if (isCrossSite(request))
    return { code: 'forbidden', detail: 'Another site may not act on the dashboard.' };
  if (dashboardPassword === undefined) {
    if (!isProduction) return undefined;
    return {
      code: 'forbidden',
      detail: 'In production the dashboard needs a login: set DASHBOARD_PASSWORD.',
    };
  }
  const given = request.headers.authorization ?? '';
  const expected = `Basic ${Buffer.from(`${USER}:${dashboardPassword}`).toString('base64')}`;
  return isSame(given, expected)
    ? undefined
    : { code: 'unauthenticated', detail: 'Log in as admin with DASHBOARD_PASSWORD.' };
}

/** Browsers send the login along with other sites' requests too: those that change something are refused. */
function isCrossSite({ method, headers }: Request): boolean {
  if (method === 'GET' || method === 'HEAD') return false;
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  return headers.origin !== undefined && hostOf(headers.origin) !== headers.host;
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}

/** In constant time, whatever the lengths: the digests are compared. */
function isSame(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

function send(response: Response, request: Request, { code, detail }: Refusal): void {
  const body = problem(code, detail, request.originalUrl.split('?')[0] ?? '');
  response.status(body.status).type('application/problem+json').send(JSON.stringify(body));
}
