import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import CachePolicy from 'http-cache-semantics';
import { Config } from '../config/config.js';
import type { ResponseHead } from '../outbound/safe-fetch.js';
import { Broker } from '../queue/broker.js';
import { Keys } from '../queue/keys.js';
import { TaskStore } from '../queue/task-store.js';
import type { FetchRequest } from './fetch-request.js';
import type { FetchedDto } from './fetch.dto.js';

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
  async store(request: FetchRequest, response: ResponseHead & { isTemporary: boolean }, taskId: string) {
    const headers = flat(response.headers);
    // Whoever sets a cookie speaks to one client.
    if (headers['set-cookie'] !== undefined) return;
    const policy = new CachePolicy(asked(request), { status: response.statusCode, headers }, OPTIONS);
    if (!policy.storable() || headers['vary']?.includes('*')) return;
    const { isTemporary } = response;
    await this.write(request, { policy: policy.toObject(), at: Date.now(), taskId, isTemporary });
  }

  /**
   * Notes that the origin confirmed an answer, which the given task has by now too.
   *
   * @returns false when what came confirms another answer than this
   */
  async confirm(
    request: FetchRequest,
    cached: CachedAnswer,
    response: ResponseHead & { isTemporary: boolean },
    taskId: string,
  ): Promise<boolean> {
    // Its validators may be left out: which answer it confirms is what it was asked about.
    const said = flat(response.headers);
    const named = 'etag' in said || 'last-modified' in said ? {} : namesOf(cached.policy.toObject().resh);
    const news = { status: response.statusCode, headers: { ...named, ...said } };
    const { policy, modified } = cached.policy.revalidatedPolicy(asked(request), news);
    if (modified) return false;
    const { isTemporary } = response;
    await this.write(request, { policy: policy.toObject(), at: Date.now(), taskId, isTemporary });
    return true;
  }

  private async write(request: FetchRequest, entry: Entry): Promise<void> {
    const { resultRetentionMs } = this.config;
    if (resultRetentionMs < 1) return;
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
  if (entry.isTemporary || Date.now() - entry.at >= request.cacheTtlMs) return false;
  return saysNothing(entry.policy.resh) || policy.satisfiesWithoutRevalidation(asked(request));
}

/** Nothing about how long it is fresh. */
function saysNothing(headers: CachePolicy.Headers): boolean {
  const { expires, pragma, 'cache-control': control = '' } = flat(headers);
  const isLimited = /\b(max-age|s-maxage|no-cache|must-revalidate|proxy-revalidate)\b/.test(control);
  return !isLimited && expires === undefined && !/no-cache/i.test(pragma ?? '');
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

/** Directives are not told apart by their case, but the library does so. */
function flat(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const present = Object.entries(headers).filter(([, value]) => value !== undefined);
  const texts = present.map(([name, value]) => [name, [value ?? ''].flat().join(', ')] as const);
  return Object.fromEntries(
    texts.map(([name, text]) => [name, name === 'cache-control' ? text.toLowerCase() : text]),
  );
}
