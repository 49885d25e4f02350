import { Injectable } from '@nestjs/common';
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { BrokerUnavailableError } from '../../core/redis/broker.errors.js';
import { Config } from '../../platform/config/config.js';
import { addressOf, clientOf, isLocalOnly } from '../access/client-of.js';
import { RefusedError } from '../problems/refused-error.js';
import { type Quota, QuotaShares, type QuotaUse } from './quota-shares.js';

const MINUTE_MS = 60_000;
/** A hundred a second: enough for a service that submits tasks, and far below the capacity of one API process. */
const DEFAULT_LIMIT = 6_000;
/** Wrong keys per address: enough for a client with an old key, too few for guessing. */
const REFUSALS: Quota = { name: 'refusals', limit: 60, windowMs: MINUTE_MS };

/** Pause before an unavailable broker is asked again. */
const PAUSE_MS = 1_000;

/** Any spelling that a router could accept. */
const LOGIN = /^\/session\/?$/i;

/** Probes are always answered: they share a node's or a load balancer's address with other clients. */
const PROBES = /^\/health(?:\/|$)/i;

/**
 * Limits the requests of each key, or of each address without a key, and separately the requests refused for a missing
 * or wrong key. It is middleware because guards run after the body parser, and never for the dashboard, the docs and
 * replayed responses of an Idempotency-Key.
 *
 * While the broker is unavailable nothing is counted and every request passes: routes that need the broker answer 503.
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

  /** Counts a request. Runs after authentication. */
  readonly count: RequestHandler = (request, response, next) => {
    const quota = isLogin(request) ? REFUSALS : this.requests;
    if (quota === undefined || PROBES.test(request.path)) return next();
    this.pass(quota, request, response).then(() => next(), next);
  };

  /** Counts a request without a valid key: the 401 stays until there were too many. */
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

  /** Undefined while the broker is unavailable. */
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

/** Undefined if requests are not limited. */
function requestsOf(config: Config): Quota | undefined {
  const limit = config.rateLimit ?? (isLocalOnly(config) ? 0 : DEFAULT_LIMIT);
  return limit === 0 ? undefined : { name: 'requests', limit, windowMs: config.rateLimitWindowMs };
}

/** A login counts as a refusal, because it is counted before its key is checked. */
function isLogin({ method, path }: Request): boolean {
  return method === 'POST' && LOGIN.test(path);
}

export function tooMany(limit: number, windowS: number, retryAfterS: number): RefusedError {
  const message = `Rate limit of ${limit} requests per ${windowS} s exceeded. Retry in ${retryAfterS} s.`;
  return new RefusedError('rate-limited', message, retryAfterS);
}
