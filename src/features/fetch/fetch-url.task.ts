import { Config } from '../../platform/config/config.js';
import type { FetchOptions } from '../../platform/outbound/fetch-options.js';
import { ResponseTooLargeError } from '../../platform/outbound/outbound.errors.js';
import { retryAfterMs } from '../../platform/outbound/retry-after.js';
import { SafeFetch, type StreamedResponse } from '../../platform/outbound/safe-fetch.js';
import { Task, type TaskContext, type TaskHandler } from '../../core/index.js';
import { type BodyFields, BodyKeeper } from './bodies/body-keeper.js';
import { mediaTypeOf } from './decode-body.js';
import { type CachedAnswer, FetchCache } from './fetch-cache.js';
import { type FetchRequest, fetchRequestOf } from './fetch-request.js';
import { FetchPayload, FetchedDto } from './fetch.dto.js';
import { HttpStatusError, UnacceptableTypeError, outcomeOf } from './fetch.errors.js';
import { HostLimits } from './host-limits.js';
import { confirms, flat } from './revalidation.js';
import { shownHeaders } from './response-headers.js';

const MAX_WAIT_MS = 3_600_000;

/** Fetches a URL and stores the response. Safe to repeat: it only reads. */
@Task({
  name: 'fetch.store',
  aliases: ['tasks.fetch_and_store'],
  celery: { args: ['url'] },
  summary: 'Fetch a public URL and store the response',
  queue: 'fetch',
  payload: FetchPayload,
  columns: ['url'],
  result: FetchedDto,
  example: { url: 'https://example.com/data.json' },
})
export class FetchUrlTask implements TaskHandler<FetchPayload, FetchedDto> {
  constructor(
    private readonly safeFetch: SafeFetch,
    private readonly cache: FetchCache,
    private readonly limits: HostLimits,
    private readonly bodies: BodyKeeper,
    private readonly config: Config,
  ) {}

  async run(payload: FetchPayload, { id, signal }: TaskContext): Promise<FetchedDto> {
    try {
      return await this.answer(fetchRequestOf(payload, this.config), { id, signal });
    } catch (error) {
      throw outcomeOf(error);
    }
  }

  /** Answers from the cache if it is fresh, otherwise from the origin, which may revalidate the cached response. */
  private async answer(request: FetchRequest, attempt: Attempt): Promise<FetchedDto> {
    const cached = await this.cache.find(request);
    const found = cached && (await this.fromCache(cached, request, attempt));
    return found ?? this.ask(request, attempt, {}, (response) => this.receive(response, request, attempt.id));
  }

  /** Undefined if the cached body is gone or its revalidation was inconclusive. */
  private async fromCache(
    cached: CachedAnswer,
    request: FetchRequest,
    attempt: Attempt,
  ): Promise<Fetched | undefined> {
    if (cached.isFresh) return this.reuse(cached, request, attempt.id);
    if (Object.keys(cached.validators).length === 0) return undefined;
    const onlyFor = { url: cached.result.final_url, headers: cached.validators };
    return this.ask(request, attempt, { onlyFor }, async (response) => {
      if (response.statusCode !== 304) return this.receive(response, request, attempt.id);
      if (!confirms(response, onlyFor.url, flat(cached.policy.toObject().resh))) return undefined;
      const reused = await this.reuse(cached, request, attempt.id);
      if (reused) await this.cache.confirm(request, cached, response, attempt.id);
      return reused && { ...reused, revalidated: true };
    });
  }

  private ask<T>(
    request: FetchRequest,
    { id, signal }: Attempt,
    options: FetchOptions,
    read: (response: StreamedResponse) => Promise<T>,
  ): Promise<T> {
    const { url, method, headers, connectTimeoutMs, firstByteTimeoutMs, timeoutMs, maxBytes } = request;
    const wishes = { method, headers, connectTimeoutMs, firstByteTimeoutMs, timeoutMs, maxBytes };
    return this.limits.during(id, (beforeHop) =>
      this.safeFetch.stream(url, { ...wishes, ...options, signal, beforeHop }, read),
    );
  }

  private async receive(response: StreamedResponse, request: FetchRequest, id: string): Promise<FetchedDto> {
    refuseUnwanted(response, request);
    const { statusCode, contentType, headers, finalUrl, body } = response;
    const kept = request.method === 'HEAD' ? NO_BODY : await this.bodies.keep(id, body, contentType);
    await this.cache.store(request, response, id);
    return {
      status: 'complete',
      ...kept,
      content_type: contentType,
      status_code: statusCode,
      headers: shownHeaders(headers),
      final_url: finalUrl,
      from_cache: false,
      revalidated: false,
    };
  }

  private async reuse(
    { result, taskId }: CachedAnswer,
    { maxBytes }: FetchRequest,
    id: string,
  ): Promise<Fetched | undefined> {
    if (result.bytes > maxBytes) throw new ResponseTooLargeError('body', maxBytes);
    const kept = await this.bodies.copy(result, taskId, id);
    return kept && { ...result, ...kept, from_cache: true, revalidated: false };
  }
}

/** A FetchedDto as plain data. */
type Fetched = Pick<FetchedDto, keyof FetchedDto>;

type Attempt = Pick<TaskContext, 'id' | 'signal'>;

const NO_BODY: BodyFields = { data: null, encoding: null, charset: null, bytes: 0, sha256: null };

/** Checks only the response head, so that no unwanted body is transferred. */
function refuseUnwanted(response: StreamedResponse, { accept }: FetchRequest): void {
  const { statusCode, finalUrl, contentType, headers } = response;
  if (statusCode < 200 || statusCode > 299)
    throw new HttpStatusError(statusCode, finalUrl, waitOf(headers['retry-after']));
  const type = mediaTypeOf(contentType);
  const isWanted = accept.length === 0 || statusCode === 204 || accept.some((range) => matches(type, range));
  if (!isWanted) throw new UnacceptableTypeError(contentType, accept);
}

/** Limits a server's requested wait to an hour. */
function waitOf(retryAfter: string | string[] | undefined): number {
  return Math.min(retryAfterMs(retryAfter, Date.now()), MAX_WAIT_MS);
}

/** @param range `application/json`, `text/*` or `*\/*` */
function matches(type: string, range: string): boolean {
  return range === '*/*' || range === type || (range.endsWith('/*') && type.startsWith(range.slice(0, -1)));
}
