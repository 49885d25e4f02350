import { type Request, type RequestHandler, json } from 'express';

const MAX_DEPTH = 32;
const MAX_KEYS = 1_000;
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/** A body that cannot be taken as JSON; `code` is the problem's. */
export class BodyError extends Error {
  override readonly name = 'BodyError';

  constructor(
    readonly code: 'malformed' | 'unsupported-media-type',
    message: string,
  ) {
    super(message);
  }
}

/**
 * Reads JSON bodies up to a size, and refuses what parses but does harm later: deep nesting and prototype keys. A
 * request without a body, which most are, passes at once.
 */
export function jsonBody(maxBytes: number): RequestHandler {
  const parse = json({ limit: maxBytes, strict: false, type: 'application/json' });
  return (request, response, next) => {
    if (!hasBody(request)) return next();
    if (!request.is('application/json')) return next(otherType(request));
    parse(request, response, (error: unknown) => next(error ?? harmOf(request)));
  };
}

function hasBody({ headers }: Request): boolean {
  return 'transfer-encoding' in headers || Number(headers['content-length'] ?? 0) > 0;
}

function otherType({ headers }: Request): BodyError {
  const type = headers['content-type'] ?? 'no content type';
  return new BodyError('unsupported-media-type', `Send the body as application/json: it came as ${type}.`);
}

function harmOf(request: Request): BodyError | undefined {
  const harm = request.body === undefined ? undefined : harmIn(request.body, 1);
  return harm === undefined ? undefined : new BodyError('malformed', harm);
}

/** Says what is harmful in a parsed JSON value, or nothing. Recursion ends at MAX_DEPTH. */
export function harmIn(value: unknown, depth: number): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth > MAX_DEPTH) return `The body is nested deeper than ${MAX_DEPTH} levels.`;
  if (!Array.isArray(value)) {
    const keys = Object.keys(value);
    if (keys.length > MAX_KEYS)
      return `An object in the body has ${keys.length} keys: at most ${MAX_KEYS} are taken.`;
    const forbidden = keys.find((key) => FORBIDDEN_KEYS.has(key));
    if (forbidden !== undefined) return `The key ${forbidden} is not taken in a body.`;
  }
  for (const child of Object.values(value)) {
    const harm = harmIn(child, depth + 1);
    if (harm !== undefined) return harm;
  }
  return undefined;
}
