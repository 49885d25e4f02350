import { Injectable, Logger } from '@nestjs/common';
import { type Request, type RequestHandler, type Response, Router, urlencoded } from 'express';
import { AccessError } from '../../problems/access-error.js';
import { refuseCrossSite } from '../../server/cross-origin.js';
import { type Principal, findPrincipal, mayAct, setPrincipal } from '../principal.js';
import { Access } from '../access.js';
import { type Area, placeIn } from '../area.js';
import { KeyUses } from '../key-uses.js';
import { loginPage, logoutPage, sendPage } from './login-page.js';
import { refuseUnlessEnough } from '../role.guard.js';
import { SessionCookie } from './session-cookie.js';

/** The form contains a key and a path. */
const MAX_FORM_BYTES = 8_192;

/**
 * Protects an area: login form, logout, and the check of every request below it. It is middleware because the areas
 * (Bull Board, Swagger UI) are middleware too, which Nest guards never see.
 */
@Injectable()
export class BrowserLogin {
  private readonly logger = new Logger('Auth');

  constructor(
    private readonly access: Access,
    private readonly cookie: SessionCookie,
    private readonly uses: KeyUses,
  ) {}

  /** False without keys: there is nothing to log in with. */
  get isNeeded(): boolean {
    return this.access.mode === 'keys';
  }

  /** Handlers to mount at the area's path, before its content. */
  handlersOf(area: Area): RequestHandler[] {
    const router = Router({ caseSensitive: true, strict: true });
    if (this.isNeeded) {
      router.get('/login', (request, response) => this.showLogin(area, request, response));
      router.post('/login', urlencoded({ extended: false, limit: MAX_FORM_BYTES }), (request, response) =>
        this.login(area, request, response),
      );
      router.get('/logout', (request, response) => this.showLogout(area, request, response));
      router.post('/logout', (request, response) => this.logout(area, request, response));
    } else {
      router.get(['/login', '/logout'], (_request, response) => response.redirect(303, area.path));
    }
    // Stricter than for the API: an origin in CORS_ORIGINS may use keys, but not the login of its visitors.
    return [refuseCrossSite([]), router, this.guardOf(area)];
  }

  /** Accepts a key in `Authorization` or a session. Browsers without either are redirected to the login. */
  private guardOf(area: Area): RequestHandler {
    return async (request, response, next) => {
      const principal = findPrincipal(request) ?? (await this.sessionOf(area, request));
      if (principal === undefined) {
        if (!isPageWanted(request)) return next(AccessError.withoutKey());
        return response.redirect(303, `${area.path}/login?next=${encodeURIComponent(request.originalUrl)}`);
      }
      refuseUnlessEnough(principal, area.needs);
      next();
    };
  }

  private async sessionOf(area: Area, request: Request): Promise<Principal | undefined> {
    const key = await this.cookie.read(request, area);
    if (key === undefined) return undefined;
    this.uses.note(key);
    setPrincipal(request, key);
    return key;
  }

  private showLogin(area: Area, { query }: Request, response: Response): void {
    sendPage(response, loginPage(area, placeIn(area, query['next'])));
  }

  private async login(area: Area, request: Request, response: Response): Promise<void> {
    const { key: presented, next } = formOf(request);
    const place = placeIn(area, next);
    const key = this.access.ring.find(presented);
    if (key !== undefined && mayAct(key.role, area.needs)) {
      await this.cookie.write(request, response, area, key);
      this.uses.note(key);
      return response.redirect(303, place);
    }
    this.logger.warn(`Login at ${area.path} refused`, {
      ...(key && { key: key.name }),
      address: request.ip,
      request_id: response.getHeader('X-Request-Id'),
    });
    const problem = key
      ? `The key ${key.name} has the role ${key.role}; this requires the role ${area.needs}.`
      : 'This key is not active.';
    sendPage(response.status(key ? 403 : 401), loginPage(area, place, problem));
  }

  private async showLogout(area: Area, request: Request, response: Response): Promise<void> {
    const key = await this.cookie.read(request, area);
    if (key === undefined) return response.redirect(303, `${area.path}/login`);
    sendPage(response, logoutPage(area, key.name));
  }

  private async logout(area: Area, request: Request, response: Response): Promise<void> {
    await this.cookie.end(request, response, area);
    response.redirect(303, `${area.path}/login`);
  }
}

/** True for a person opening a page, false for a script's request. */
function isPageWanted(request: Request): boolean {
  return request.method === 'GET' && request.accepts(['json', 'html']) === 'html';
}

/** Form fields as sent: each may be missing or repeated. */
function formOf(request: Request): { key: string; next: unknown } {
  const body: unknown = request.body;
  const fields: Record<string, unknown> = typeof body === 'object' && body !== null ? { ...body } : {};
  return { key: typeof fields['key'] === 'string' ? fields['key'].trim() : '', next: fields['next'] };
}
