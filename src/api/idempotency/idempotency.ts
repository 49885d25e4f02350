import { Logger } from '@nestjs/common';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { Claim, ClaimOutcome, IdempotencyStore, StoredAnswer } from './idempotency-store.js';
import { idsFrom } from '../../core/task/task-id.js';
import { type FinishedAnswer, beforeEnd } from '../server/before-end.js';
import { bodyOf, keptAnswer } from './kept-answer.js';
import { fingerprintOf, hashOf, parseIdempotencyKey } from './idempotency-key.js';
import { RefusedError } from '../problems/refused-error.js';
import { setIds } from '../access/submit-context-of.js';
import { preferredWaitMs } from '../schema/prefer.js';
import { SESSION_PATH } from '../access/login/session-path.js';
import { principalOf } from '../access/principal.js';

/** Time limit for answering a request, on top of its own wait. Afterwards its process counts as dead. */
const LEASE_MS = 15_000;
/** Retry-After of a request that is in progress. */
const RETRY_AFTER_S = 1;

/**
 * Processes a POST with an Idempotency-Key once, however often and in however many processes it arrives: the first
 * response is replayed, with `Idempotent-Replayed: true`. Without the header, or with another method, it does nothing. A
 * login is not replayed: its response sets a cookie, and its client is a stranger.
 *
 * Runs after the body parser, because the body is part of the request's identity.
 */
export function idempotency(store: IdempotencyStore): RequestHandler {
  return (request, response, next) => {
    const header = request.get('Idempotency-Key');
    if (header === undefined || request.method !== 'POST' || request.path === SESSION_PATH) return next();
    answerOnce(store, header, request, response, next).catch(next);
  };
}

async function answerOnce(
  store: IdempotencyStore,
  header: string,
  request: Request,
  response: Response,
  next: NextFunction,
): Promise<void> {
  const key = parseIdempotencyKey(header);
  const outcome = await store.claim({
    hash: hashOf(scopeOf(request), key),
    fingerprint: fingerprintOf(key, request.method, request.originalUrl, request.body),
    leaseMs: LEASE_MS + (preferredWaitMs(request.get('Prefer')) ?? 0),
  });
  if (outcome.kind === 'replay') return replay(response, outcome.answer);
  if (outcome.kind !== 'claimed') throw refusal(outcome.kind);
  // The client has disconnected: nothing was started, so nothing needs to be settled.
  if (response.closed) return store.release(outcome.claim);
  beforeEnd(response, (answer) => settle(store, outcome.claim, answer, response));
  setIds(request, idsFrom(outcome.claim.seed));
  next();
}

/** Scope of an Idempotency-Key: two clients may use the same one. */
function scopeOf(request: Request): string {
  return principalOf(request).name;
}

async function replay(response: Response, answer: StoredAnswer): Promise<void> {
  const { status, type, location } = answer;
  const body = await bodyOf(answer);
  response.setHeader('Idempotent-Replayed', 'true');
  if (type !== undefined) response.setHeader('Content-Type', type);
  if (location !== undefined) response.setHeader('Location', location);
  response.status(status).send(body);
}

function refusal(kind: Exclude<ClaimOutcome['kind'], 'claimed' | 'replay'>): RefusedError {
  if (kind === 'mismatch')
    return new RefusedError(
      'idempotency-mismatch',
      'This Idempotency-Key was already used with another method, path, query or body. Use a new key for a new ' +
        'request.',
    );
  return new RefusedError(
    'idempotency-in-flight',
    'The first request with this Idempotency-Key is still in progress. Retry in a moment.',
    RETRY_AFTER_S,
  );
}

/**
 * Runs before the response is sent: a success is kept, a refusal has created nothing, and any other outcome is unknown.
 * If the broker fails now, the response stays the same: the lock expires, and the seed is the same. A response that
 * reports an unavailable broker does not wait for it again: the claim of a repeated request comes after the unlock.
 */
async function settle(
  store: IdempotencyStore,
  claim: Claim,
  { status, body }: FinishedAnswer,
  response: Response,
): Promise<void> {
  const noted = note(store, claim, { status, body }, response).catch((error: unknown) => {
    const message = `The outcome of a request with an Idempotency-Key could not be saved: ${String(error)}`;
    new Logger('Http').warn(message, { request_id: response.getHeader('X-Request-Id') });
  });
  if (status < 500) await noted;
}

async function note(
  store: IdempotencyStore,
  claim: Claim,
  { status, body }: FinishedAnswer,
  response: Response,
): Promise<void> {
  if (status >= 500) return store.unlock(claim);
  if (status >= 300) return store.release(claim);
  const kept = await keptAnswer({ status, body, ...headersOf(response) });
  // A response that cannot be kept is computed again on repetition, with the same ids, so no task is created twice.
  return kept === undefined ? store.unlock(claim) : store.keep(claim, kept);
}

function headersOf(response: Response): Pick<StoredAnswer, 'type' | 'location'> {
  const [type, location] = [response.getHeader('Content-Type'), response.getHeader('Location')];
  return {
    ...(typeof type === 'string' && { type }),
    ...(typeof location === 'string' && { location }),
  };
}
