import { Injectable } from '@nestjs/common';
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { BrokerUnavailableError } from '../../core/redis/broker.errors.js';
import { Config } from '../../platform/config/config.js';
import { addressOf, clientOf, isLocalOnly } from '../access/client-of.js';
import { RefusedError } from '../problems/refused-error.js';
import { type Quota, QuotaShares, type QuotaUse } from './quota-shares.js';

const MINUTE_MS = 60_000;
/** A hundred a second: enough for a service that submits tasks, and far below what one API process can answer. */
const DEFAULT_LIMIT = 6_000;
/** Wrong keys of one address: enough for a client with an old key, too few to guess one. */
const REFUSALS: Quota = { name: 'refusals', limit: 60, windowMs: MINUTE_MS };

/** How long a broker that is away is not asked again. */
const PAUSE_MS = 1_000;

/** Probes are always answered: they share the address of a node or a balancer with other clients. */
const PROBES = /^\/health(?:\/|$)/i;

/**
 * Limits the requests of each key, else of each address, and apart from them the requests that are refused for want of a
 * right key. Middleware, because a guard runs after the body was read, and never for the dashboard, the docs and the
 * responses that an Idempotency-Key repeats.
 *
 * Without the broker nothing is counted and every request passes: the routes that need the broker answer 503.
 */
@Injectable()
export class RequestQuota {
  private readonly requests: Quota | undefined;
  private awayUntil = 0;

  constructor(
    config: Config,
    private readonly shares: QuotaShares,
  ) {
    this.requests = requestsOf(config);
  }

  /** Runs once the client is known. */
  readonly count: RequestHandler = (request, response, next) => {
    const quota = isLogin(request) ? REFUSALS : this.requests;
    if (quota === undefined || PROBES.test(request.path)) return next();
    this.pass(quota, request, response).then(() => next(), next);
  };

  /** The same for requests without a right key: a 401, until there were too many of them. */
  readonly countRefused: ErrorRequestHandler = (error: unknown, request, response, next) => {
    if (!(error instanceof RefusedError) || error.code !== 'unauthenticated') return next(error);
    this.pass(REFUSALS, request, response).then(() => next(error), next);
  };

  /** @throws RefusedError, a 429 */
  private async pass(quota: Quota, request: Request, response: Response): Promise<void> {
    const use = await this.use(quota, quota === REFUSALS ? addressOf(request) : clientOf(request));
    if (use === undefined) return;
    const { name, limit } = quota;
    const windowS = quota.windowMs / 1_000;
    response.setHeader('RateLimit-Policy', `"${name}";q=${limit};w=${windowS}`);
    response.setHeader('RateLimit', `"${name}";r=${use.left};t=${use.endsInS}`);
    if (use.isExceeded) throw tooMany(limit, windowS, use.endsInS);
  }

  /** undefined while the broker is away. */
  private async use(quota: Quota, client: string): Promise<QuotaUse | undefined> {
    if (performance.now() < this.awayUntil) return undefined;
    try {
      return await this.shares.use(quota, client);
    } catch (error) {
      if (!(error instanceof BrokerUnavailableError)) throw error;
      this.awayUntil = performance.now() + PAUSE_MS;
      return undefined;
    }
  }
}

/** undefined where requests are not limited. */
function requestsOf(config: Config): Quota | undefined {
  const limit = config.rateLimit ?? (isLocalOnly(config) ? 0 : DEFAULT_LIMIT);
  return limit === 0 ? undefined : { name: 'requests', limit, windowMs: config.rateLimitWindowMs };
}

/** A login counts as a refusal: whether its key is right is known only after it could be counted. */
function isLogin({ method, path }: Request): boolean {
  return method === 'POST' && /^\/(?:dashboard|docs)\/login$/i.test(path);
}

export function tooMany(limit: number, windowS: number, retryAfterS: number): RefusedError {
  const message = `Rate limit of ${limit} requests per ${windowS} s exceeded. Retry in ${retryAfterS} s.`;
  return new RefusedError('rate-limited', message, retryAfterS);
}
