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

/** What anyone may read: a greeting, and how the service is. Whoever writes a path in another way needs a key. */
const PUBLIC = new Set(['/', '/health', '/health/live', '/health/ready']);
const DOCS = /^\/(?:docs(?:\/.*)?|openapi\.json)$/;

/**
 * Finds out who asks, before a byte of the body is read: strangers do not get a megabyte parsed. Middleware, because
 * Nest's guards come after the body, and see neither the dashboard nor the docs.
 */
@Injectable()
export class Authentication {
  private readonly hosts: AnsweredHosts;

  constructor(
    private readonly access: Access,
    private readonly uses: KeyUses,
    private readonly config: Config,
  ) {
    this.hosts = new AnsweredHosts(config);
  }

  /** Says whose key it is. A wrong key is refused wherever it is used; without one the request goes on as a stranger's. */
  readonly identify: RequestHandler = (request, _response, next) => {
    const reason =
      this.hosts.refusal(request) ?? (this.access.mode === 'loopback' ? whyNotLocal(request) : undefined);
    if (reason !== undefined) return next(AccessError.forbidden(reason));
    if (this.access.mode === 'keys') return next(this.readKey(request));
    setPrincipal(request, anyone);
    next();
  };

  /** Refuses strangers, but where everyone may read. */
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
