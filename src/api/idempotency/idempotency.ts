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
import { principalOf } from '../access/principal.js';

/** How long a request may take to be answered, besides what it wishes to wait. Then its process counts as dead. */
const LEASE_MS = 15_000;
/** Seconds after which a request that is in flight may be asked for again. */
const RETRY_AFTER_S = 1;

/**
 * Has a POST with an Idempotency-Key done once, however often and in how many processes it arrives: the first answer
 * is given again, with `Idempotent-Replayed: true`. Without the header, or with another method, nothing happens.
 *
 * Stands after the body was read, which is part of what a key stands for.
 */
export function idempotency(store: IdempotencyStore): RequestHandler {
  return (request, response, next) => {
    const header = request.get('Idempotency-Key');
    if (header === undefined || request.method !== 'POST') return next();
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
  // Nobody is there any more: nothing is begun, so nothing has to be settled.
  if (response.closed) return store.release(outcome.claim);
  beforeEnd(response, (answer) => settle(store, outcome.claim, answer, response));
  setIds(request, idsFrom(outcome.claim.seed));
  next();
}

/** Whose Idempotency-Key it is: two clients may use the same one. */
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
 * Before the answer goes out: what succeeded is kept, what was refused has created nothing, anything else is open.
 * A broker that fails now does not change the answer: the lock ends by itself, and the seed is the same. An answer that
 * says that the broker does not answer does not wait for it once more: a repetition's claim comes after the unlocking.
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
  // What cannot be kept is done again when it is repeated, with the same ids: of a task nothing is made twice.
  return kept === undefined ? store.unlock(claim) : store.keep(claim, kept);
}

function headersOf(response: Response): Pick<StoredAnswer, 'type' | 'location'> {
  const [type, location] = [response.getHeader('Content-Type'), response.getHeader('Location')];
  return {
    ...(typeof type === 'string' && { type }),
    ...(typeof location === 'string' && { location }),
  };
}
