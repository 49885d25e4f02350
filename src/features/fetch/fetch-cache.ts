import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import CachePolicy from 'http-cache-semantics';
import { Config } from '../../platform/config/config.js';
import type { ResponseHead } from '../../platform/outbound/safe-fetch.js';
import { Broker, Keys, MAX_SKEW_MS, TaskStore } from '../../core/index.js';
import type { FetchRequest } from './fetch-request.js';
import type { FetchedDto } from './fetch.dto.js';
import { flat, refreshedHeaders } from './revalidation.js';

type CacheableHead = ResponseHead & { readonly isTemporary: boolean };

/** Metadata of a cached response. The body is in the result of the task that fetched it. */
interface Entry {
  readonly policy: CachePolicy.CachePolicyObject;
  /** Time of the fetch, or of its last revalidation (ms since 1970). */
  readonly at: number;
  readonly taskId: string;
  /** True for a response behind a temporary redirect: it is never fresh, but can be revalidated. */
  readonly isTemporary: boolean;
}

/** A cached response, stored by the task that fetched it. */
export interface CachedAnswer {
  readonly taskId: string;
  readonly result: Pick<FetchedDto, keyof FetchedDto>;
  /** If false, the response needs revalidation by the origin. */
  readonly isFresh: boolean;
  /** Headers of the revalidation request; empty if it is not possible. */
  readonly validators: Record<string, string>;
  readonly policy: CachePolicy;
}

/**
 * A shared HTTP cache by RFC 9111. The response's own caching headers apply (no-store, private, no-cache, max-age,
 * Vary: *); without any, it is fresh for the request's TTL. The cache key includes every request header, so different
 * requests never share a response. Bodies are not stored twice: an entry refers to the task that has the body, and is
 * valid as long as that task.
 */
@Injectable()
export class FetchCache {
  constructor(
    private readonly broker: Broker,
    private readonly keys: Keys,
    private readonly tasks: TaskStore,
    private readonly config: Config,
  ) {}

  async find(request: FetchRequest): Promise<CachedAnswer | undefined> {
    const text = await this.broker.producer.get(this.key(request));
    if (text === null) return undefined;
    const entry = JSON.parse(text) as Entry; // only `write` writes under this key
    const [task] = await this.tasks.findMany([entry.taskId]);
    if (task?.status !== 'SUCCESS') return undefined;
    const policy = CachePolicy.fromObject(entry.policy);
    return {
      taskId: entry.taskId,
      result: task.result as FetchedDto, // an entry always names a `fetch.store` task
      isFresh: isFresh(entry, policy, request),
      validators: validatorsOf(entry.policy.resh),
      policy,
    };
  }

  /** Stores the response of a task's fetch, if its headers allow it. */
  async store(request: FetchRequest, response: CacheableHead, taskId: string): Promise<void> {
    const headers = flat(response.headers);
    const policy = new CachePolicy(asked(request), { status: response.statusCode, headers }, OPTIONS);
    if (isStorable(policy, headers)) await this.write(request, policy, response, taskId);
  }

  /**
   * Renews a response after its revalidation by the origin (see `confirms`). The given task has its own copy by now.
   */
  async confirm(
    request: FetchRequest,
    cached: CachedAnswer,
    response: CacheableHead,
    taskId: string,
  ): Promise<void> {
    const headers = refreshedHeaders(flat(cached.policy.toObject().resh), flat(response.headers));
    const policy = new CachePolicy(asked(request), { status: cached.result.status_code, headers }, OPTIONS);
    if (isStorable(policy, headers)) await this.write(request, policy, response, taskId);
    else await this.broker.producer.del(this.key(request));
  }

  private async write(
    request: FetchRequest,
    policy: CachePolicy,
    { isTemporary }: CacheableHead,
    taskId: string,
  ): Promise<void> {
    const { resultRetentionMs } = this.config;
    if (resultRetentionMs < 1) return;
    const entry: Entry = { policy: policy.toObject(), at: Date.now(), taskId, isTemporary };
    await this.broker.producer.set(this.key(request), JSON.stringify(entry), 'PX', resultRetentionMs);
  }

  private key({ method, url, headers }: FetchRequest): string {
    const sent = Object.entries(headers).sort(([one], [other]) => (one < other ? -1 : 1));
    return this.keys.fetched(
      createHash('sha256')
        .update(JSON.stringify([method, url, sent]))
        .digest('base64url'),
    );
  }
}

/** No heuristic freshness: without caching headers, the TTL decides. */
const OPTIONS = { shared: true, cacheHeuristic: 0 };

function isFresh(entry: Entry, policy: CachePolicy, request: FetchRequest): boolean {
  const ageMs = Date.now() - entry.at;
  const isOfAWrongClock = ageMs < -MAX_SKEW_MS;
  if (entry.isTemporary || isOfAWrongClock || ageMs >= request.cacheTtlMs) return false;
  return saysNothing(entry.policy.resh) || policy.satisfiesWithoutRevalidation(asked(request));
}

/** True if the headers say nothing about freshness. */
function saysNothing(headers: CachePolicy.Headers): boolean {
  const { expires, pragma, 'cache-control': control = '' } = flat(headers);
  const isLimited = /\b(max-age|s-maxage|no-cache|must-revalidate|proxy-revalidate)\b/.test(control);
  return !isLimited && expires === undefined && !/no-cache/i.test(pragma ?? '');
}

/** Responses with cookies, or that vary by something outside the key, must not be shared. */
function isStorable(policy: CachePolicy, headers: Record<string, string>): boolean {
  const { 'set-cookie': cookie, vary = '' } = headers;
  return cookie === undefined && !vary.includes('*') && policy.storable();
}

function namesOf(headers: CachePolicy.Headers): Record<string, string> {
  const { etag, 'last-modified': modified } = flat(headers);
  return {
    ...(etag !== undefined && { etag }),
    ...(modified !== undefined && { 'last-modified': modified }),
  };
}

function validatorsOf(headers: CachePolicy.Headers): Record<string, string> {
  const { etag, 'last-modified': modified } = namesOf(headers);
  return {
    ...(etag !== undefined && { 'if-none-match': etag }),
    ...(modified !== undefined && { 'if-modified-since': modified }),
  };
}

function asked({ method, url, headers }: FetchRequest): CachePolicy.Request {
  return { method, url, headers: { ...headers } };
}
