import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import CachePolicy from 'http-cache-semantics';
import { Config } from '../../platform/config/config.js';
import type { ResponseHead } from '../../platform/outbound/safe-fetch.js';
import { MAX_SKEW_MS } from '../../core/broker-state/broker-state.js';
import { Broker } from '../../core/redis/broker.js';
import { Keys } from '../../core/redis/keys.js';
import { TaskStore } from '../../core/read/task-store.js';
import type { FetchRequest } from './fetch-request.js';
import type { FetchedDto } from './fetch.dto.js';
import { flat, refreshedHeaders } from './revalidation.js';

type CacheableHead = ResponseHead & { readonly isTemporary: boolean };

/** What is known of an answer: not the body, which stands in the result of the task that fetched it. */
interface Entry {
  readonly policy: CachePolicy.CachePolicyObject;
  /** When it was fetched, or confirmed (ms since 1970). */
  readonly at: number;
  readonly taskId: string;
  /** It was reached by a redirect that is only for now: it is never fresh, but may be confirmed. */
  readonly isTemporary: boolean;
}

/** An answer that is there, from the task that fetched it. */
export interface CachedAnswer {
  readonly taskId: string;
  readonly result: Pick<FetchedDto, keyof FetchedDto>;
  /** False: it is good only when the origin confirms it. */
  readonly isFresh: boolean;
  /** What asks the origin whether it still holds; empty where it cannot be asked. */
  readonly validators: Record<string, string>;
  readonly policy: CachePolicy;
}

/**
 * A shared cache by RFC 9111, in front of the origins. What a response says about caching holds (no-store, private,
 * no-cache, max-age, Vary: *); where it says nothing it is fresh for the TTL of whoever asks. Every header that a
 * request sends is a part of its key, so two requests that differ never share an answer. A body is not kept twice: an
 * entry refers to the task that has it, and is worth as long as that task.
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
    const entry = JSON.parse(text) as Entry; // under this key only `write` writes
    const [task] = await this.tasks.findMany([entry.taskId]);
    if (task?.status !== 'SUCCESS') return undefined;
    const policy = CachePolicy.fromObject(entry.policy);
    return {
      taskId: entry.taskId,
      result: task.result as FetchedDto, // the task that is named there is a `fetch.store`
      isFresh: isFresh(entry, policy, request),
      validators: validatorsOf(entry.policy.resh),
      policy,
    };
  }

  /** Notes what a task fetched, where its response allows that. */
  async store(request: FetchRequest, response: CacheableHead, taskId: string): Promise<void> {
    const headers = flat(response.headers);
    const policy = new CachePolicy(asked(request), { status: response.statusCode, headers }, OPTIONS);
    if (isStorable(policy, headers)) await this.write(request, policy, response, taskId);
  }

  /** Notes that the origin confirmed an answer (see `confirms`), which the given task has by now too. */
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

/** No heuristics: where a response says nothing, the TTL decides. */
const OPTIONS = { shared: true, cacheHeuristic: 0 };

function isFresh(entry: Entry, policy: CachePolicy, request: FetchRequest): boolean {
  const ageMs = Date.now() - entry.at;
  const isOfAWrongClock = ageMs < -MAX_SKEW_MS;
  if (entry.isTemporary || isOfAWrongClock || ageMs >= request.cacheTtlMs) return false;
  return saysNothing(entry.policy.resh) || policy.satisfiesWithoutRevalidation(asked(request));
}

/** Nothing about how long it is fresh. */
function saysNothing(headers: CachePolicy.Headers): boolean {
  const { expires, pragma, 'cache-control': control = '' } = flat(headers);
  const isLimited = /\b(max-age|s-maxage|no-cache|must-revalidate|proxy-revalidate)\b/.test(control);
  return !isLimited && expires === undefined && !/no-cache/i.test(pragma ?? '');
}

/** Nobody else may have what was said to one client, or varies by what is not in the key. */
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
