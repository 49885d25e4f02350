import { type ExecutionContext, Injectable } from '@nestjs/common';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { ThrottlerGuard, type ThrottlerRequest } from '@nestjs/throttler';
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { BrokerUnavailableError } from '../../core/task/queue.errors.js';
import { addressOf, clientOf } from '../access/client-of.js';
import { RefusedError } from '../problems/refused-error.js';

/** The names of the quotas, as the RateLimit headers say them. */
export const REQUESTS = 'requests';
export const REFUSALS = 'refusals';

/** How long a broker that is away is not asked again. */
const PAUSE_MS = 1_000;

/** What a probe asks must be answered, whoever else comes from the address of a node or a balancer. */
const PROBES = /^\/health(?:\/|$)/i;

/**
 * Counts requests: those of a key, else of an address, and apart from them those that are refused for want of a right
 * key. Middleware that asks a guard: Nest's own call of it comes after the body was read, and never for the dashboard,
 * the docs and the answers that an Idempotency-Key gives again.
 *
 * Without the broker nothing is counted and everything passes: what needs it answers its own 503.
 */
@Injectable()
export class RequestQuota extends ThrottlerGuard {
  private awayUntil = 0;

  /** Stands where it is known who asks. */
  readonly count: RequestHandler = (request, response, next) => {
    const quota = isLogin(request) ? REFUSALS : REQUESTS;
    if (!this.isLimited(quota) || PROBES.test(request.path)) return next();
    this.pass(quota, request, response).then(() => next(), next);
  };

  /** The same for those who were refused already: a wrong key is a 401 until there were too many of them. */
  readonly countRefused: ErrorRequestHandler = (error: unknown, request, response, next) => {
    if (!(error instanceof RefusedError) || error.code !== 'unauthenticated') return next(error);
    this.pass(REFUSALS, request, response).then(() => next(error), next);
  };

  private isLimited(quota: string): boolean {
    return this.throttlers.some(({ name }) => name === quota);
  }

  /** @throws RefusedError, a 429 */
  private async pass(name: string, request: Request, response: Response): Promise<void> {
    if (performance.now() < this.awayUntil) return;
    await this.canActivate(new ContextOfQuota(name, request, response));
  }

  /** One quota at a time: which one is said by who asks. */
  protected override async handleRequest(asked: ThrottlerRequest): Promise<boolean> {
    const { context, throttler, limit, ttl } = asked;
    if (!(context instanceof ContextOfQuota) || context.quota !== throttler.name) return true;
    const tracker = throttler.name === REQUESTS ? clientOf(context.request) : addressOf(context.request);
    const record = await this.ask(`${throttler.name}:${tracker}`, ttl, limit, throttler.name);
    if (record === undefined) return true;
    const { totalHits, timeToExpire, isBlocked } = record;
    const windowS = ttl / 1_000;
    context.response.setHeader('RateLimit-Policy', `"${throttler.name}";q=${limit};w=${windowS}`);
    context.response.setHeader('RateLimit', `"${throttler.name}";r=${limit - totalHits};t=${timeToExpire}`);
    if (isBlocked) throw tooMany(limit, windowS, timeToExpire);
    return true;
  }

  /** undefined while the broker is away. */
  private async ask(key: string, ttl: number, limit: number, name: string) {
    try {
      return await this.storageService.increment(key, ttl, limit, 0, name);
    } catch (error) {
      if (!(error instanceof BrokerUnavailableError)) throw error;
      this.awayUntil = performance.now() + PAUSE_MS;
      return undefined;
    }
  }
}

/** Whoever tries a key in a form: whether it is right is only known when it is too late to count. */
function isLogin({ method, path }: Request): boolean {
  return method === 'POST' && /^\/(?:dashboard|docs)\/login$/i.test(path);
}

/** Where a guard looks for decorators of a route: there are none. */
const everyRoute = () => undefined;

/** What a guard is called with, of a request that has no route yet. */
class ContextOfQuota extends ExecutionContextHost implements ExecutionContext {
  constructor(
    readonly quota: string,
    readonly request: Request,
    readonly response: Response,
  ) {
    super([request, response], RequestQuota, everyRoute);
  }
}

export function tooMany(limit: number, windowS: number, retryAfterS: number): RefusedError {
  const message = `More than ${limit} requests in ${windowS} s: the next is taken in ${retryAfterS} s.`;
  return new RefusedError('rate-limited', message, retryAfterS);
}
