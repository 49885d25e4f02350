import { Injectable } from '@nestjs/common';
import type { Request, RequestHandler } from 'express';
import { Config } from '../../../platform/config/config.js';
import { AccessError } from '../../problems/access-error.js';
import { Access } from '../access.js';
import { findPrincipal } from '../principal.js';
import { DASHBOARD_PATH, DOCS_PATH, LOGIN_PATH } from './next-place.js';

/** Login and logout had pages of their own once: bookmarks still lead somewhere. */
const FORMER = /^\/log(?:in|out)$/;

/**
 * Leads people to the console's login. It is middleware because the pages (console, Swagger UI) are middleware too, which
 * Nest guards never see.
 */
@Injectable()
export class PageLogin {
  constructor(
    private readonly access: Access,
    private readonly config: Config,
  ) {}

  /** Redirects from former addresses in the console. Mount it at its path. */
  readonly formerInConsole: RequestHandler = (request, response, next) => {
    if (!isReading(request) || request.path !== '/logout') return next();
    response.redirect(303, this.access.mode === 'keys' ? LOGIN_PATH : DASHBOARD_PATH);
  };

  /** Protects Swagger UI. Mount it at its path. People without a login are sent there, programs get a 401. */
  readonly guardDocs: RequestHandler = (request, response, next) => {
    const isKnown = findPrincipal(request) !== undefined;
    const isFormer = isReading(request) && FORMER.test(request.path);
    if (isKnown && isFormer) return response.redirect(303, DOCS_PATH);
    if (isKnown) return next();
    if (!isPageWanted(request)) return next(AccessError.withoutKey());
    const place = this.config.basePath + (isFormer ? DOCS_PATH : request.originalUrl);
    response.redirect(303, `${LOGIN_PATH}?next=${encodeURIComponent(place)}`);
  };
}

function isReading({ method }: Request): boolean {
  return method === 'GET' || method === 'HEAD';
}

/** True for a person opening a page, false for a script's request. */
export function isPageWanted(request: Request): boolean {
  return request.method === 'GET' && request.accepts(['json', 'html']) === 'html';
}
