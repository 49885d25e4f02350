import { Injectable } from '@nestjs/common';
import type { Request, RequestHandler } from 'express';
import { Config } from '../../platform/config/config.js';
import { AccessError } from '../problems/access-error.js';
import { anyone, findPrincipal, setPrincipal } from './principal.js';
import { Access } from './access.js';
import { AnsweredHosts } from './answered-hosts.js';
import { KeyUses } from './key-uses.js';
import { bearerOf } from './key-ring.js';
import { whyNotLocal } from './loopback.js';
import { takeToken } from './tokens/presented-token.js';
import { ReadTokens } from './tokens/read-tokens.js';

/** Public paths: a greeting and health. Any other spelling of a path requires a key. */
const PUBLIC = new Set(['/', '/health', '/health/live', '/health/ready']);
const DOCS = /^\/(?:docs(?:\/.*)?|openapi\.json)$/;

/**
 * Authenticates requests before any byte of the body is read, so that strangers cannot make the server parse a
 * megabyte. It is middleware because Nest's guards run after the body parser, and see neither the dashboard nor the
 * docs.
 */
@Injectable()
export class Authentication {
  private readonly hosts: AnsweredHosts;

  constructor(
    private readonly access: Access,
    private readonly uses: KeyUses,
    private readonly tokens: ReadTokens,
    private readonly config: Config,
  ) {
    this.hosts = new AnsweredHosts(config);
  }

  /**
   * Identifies the client by its key, or by a token for what it reads. A wrong key or token is always refused; without
   * one, the request continues unauthenticated.
   */
  readonly identify: RequestHandler = (request, _response, next) => {
    const reason =
      this.hosts.refusal(request) ?? (this.access.mode === 'loopback' ? whyNotLocal(request) : undefined);
    if (reason !== undefined) return next(AccessError.forbidden(reason));
    const token = takeToken(request, this.access.mode === 'keys');
    if (token !== undefined) return void this.tokens.admit(request, token).then(() => next(), next);
    if (this.access.mode === 'keys') return next(this.readKey(request));
    setPrincipal(request, anyone);
    next();
  };

  /** Refuses unauthenticated requests, except to public paths. */
  readonly admit: RequestHandler = (request, _response, next) => {
    const isLetIn = findPrincipal(request) !== undefined || this.isPublic(request);
    next(isLetIn ? undefined : AccessError.withoutKey());
  };

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
    if (method !== 'GET' && method !== 'HEAD') return false;
    return PUBLIC.has(path) || (this.config.docs === 'public' && DOCS.test(path));
  }
}
