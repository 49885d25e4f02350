import { Injectable } from '@nestjs/common';
import type { NextFunction, Request, RequestHandler } from 'express';
import { Config } from '../../platform/config/config.js';
import { AccessError } from '../problems/access-error.js';
import { anyone, findPrincipal, setPrincipal } from './principal.js';
import { Access } from './access.js';
import { AnsweredHosts } from './answered-hosts.js';
import { KeyUses } from './key-uses.js';
import { isConsolePath } from './login/next-place.js';
import { CALLBACK_PATH, OIDC_PATH, SESSION_PATH } from './login/session-path.js';
import { SessionCookie } from './login/session-cookie.js';
import { refuseForeignPage } from '../server/cross-origin.js';
import { bearerOf } from './key-ring.js';
import { whyNotLocal } from './loopback.js';
import { takeToken } from './tokens/presented-token.js';
import { ReadTokens } from './tokens/read-tokens.js';

/** Public paths: a greeting, health and a login. Any other spelling of a path requires a key. */
const PUBLIC = new Set(['/', '/health', '/health/live', '/health/ready', OIDC_PATH, CALLBACK_PATH]);
const DOCS = /^\/(?:docs(?:\/.*)?|openapi\.json)$/;

/**
 * Authenticates requests before any byte of the body is read, so that strangers cannot make the server parse a
 * megabyte. It is middleware because Nest's guards run after the body parser, and see neither the console's files nor the
 * docs.
 */
@Injectable()
export class Authentication {
  private readonly hosts: AnsweredHosts;

  constructor(
    private readonly access: Access,
    private readonly uses: KeyUses,
    private readonly tokens: ReadTokens,
    private readonly cookie: SessionCookie,
    private readonly config: Config,
  ) {
    this.hosts = new AnsweredHosts(config);
  }

  /**
   * Identifies the client by its key, by a token for what it reads, or by the session of its browser. A wrong key or
   * token is always refused; without one, or with a session that has ended, the request continues unauthenticated.
   */
  readonly identify: RequestHandler = (request, _response, next) => {
    const reason =
      this.hosts.refusal(request) ?? (this.access.mode === 'loopback' ? whyNotLocal(request) : undefined);
    if (reason !== undefined) return next(AccessError.forbidden(reason));
    const token = takeToken(request, this.access.mode === 'keys');
    if (token !== undefined) return void this.tokens.admit(request, token).then(() => next(), next);
    if (this.access.mode === 'keys') return this.readCredentials(request, next);
    setPrincipal(request, anyone);
    next();
  };

  /** Refuses unauthenticated requests, except to public paths. */
  readonly admit: RequestHandler = (request, _response, next) => {
    const isLetIn = findPrincipal(request) !== undefined || this.isPublic(request);
    next(isLetIn ? undefined : AccessError.withoutKey());
  };

  /** A key wins over a session. What is public is answered the same to everybody, also while the broker is away. */
  private readCredentials(request: Request, next: NextFunction): void {
    const mayHaveSession = request.headers.authorization === undefined && this.cookie.isSentBy(request);
    if (!mayHaveSession || this.isPublic(request)) return next(this.readKey(request));
    this.readSession(request).then(() => next(), next);
  }

  private async readSession(request: Request): Promise<void> {
    refuseForeignPage(request);
    const principal = await this.cookie.read(request);
    if (principal === undefined) return;
    this.uses.note(principal);
    setPrincipal(request, principal);
  }

  private readKey(request: Request): AccessError | undefined {
    const { authorization } = request.headers;
    if (authorization === undefined) return undefined;
    const presented = bearerOf(authorization);
    const key = presented === undefined ? undefined : this.access.ring.find(presented);
    if (key === undefined) return AccessError.wrongKey();
    this.uses.note(key);
    setPrincipal(request, key);
    return undefined;
  }

  private isPublic({ method, path }: Request): boolean {
    if (path === SESSION_PATH) return true;
    if (method !== 'GET' && method !== 'HEAD') return false;
    // The console's files contain no data: it logs in by itself, and asks the API for the rest.
    return PUBLIC.has(path) || isConsolePath(path) || (this.config.docs === 'public' && DOCS.test(path));
  }
}
