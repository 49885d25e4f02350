import { type NextFunction, type Request, type RequestHandler, json } from 'express';
import { hasBody } from './unread-body.js';

/** No route takes a body with these, and a body with one has no meaning (RFC 9110, section 9.3): it is not read. */
const WITHOUT_BODY = ['GET', 'HEAD', 'DELETE'];
const MAX_DEPTH = 32;
const MAX_KEYS = 1_000;
/** Of a key, in characters: messages and pointers repeat it. */
const MAX_KEY_LENGTH = 1_024;
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

/** Larger than MAX_BODY_BYTES: said as soon as that is known, not when the rest has come. */
class BodyTooLargeError extends Error {
  override readonly name = 'BodyTooLargeError';
  readonly status = 413;

  /** @param limit in bytes, as in the errors of Express' own parsers */
  constructor(readonly limit: number) {
    super();
  }
}

/**
 * Reads JSON bodies up to a size, counted after decompression, and refuses what parses but does harm later: deep
 * nesting and prototype keys. A request without a body, which most are, passes at once.
 */
export function jsonBody(maxBytes: number): RequestHandler {
  const parse = json({ limit: maxBytes, strict: false, type: 'application/json' });
  return (request, response, next) => {
    if (WITHOUT_BODY.includes(request.method) || !hasBody(request)) return next();
    if (!isJson(request)) return next(otherType(request));
    if (Number(request.headers['content-length']) > maxBytes) return next(new BodyTooLargeError(maxBytes));
    const go = onceOnly(next);
    // The parser would read what is too large to its end before it says so.
    if (request.headers['content-length'] === undefined) limitBytes(request, maxBytes, go);
    parse(request, response, (error: unknown) => go(error ?? harmOf(request)));
  };
}

function onceOnly(next: NextFunction): (error?: unknown) => void {
  let isDone = false;
  return (error) => {
    if (isDone) return;
    isDone = true;
    next(error);
  };
}

function limitBytes(request: Request, maxBytes: number, refuse: (error: Error) => void): void {
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > maxBytes) refuse(new BodyTooLargeError(maxBytes));
  });
}

/** JSON between systems is UTF-8 (RFC 8259, section 8.1): what comes in another charset may be read differently elsewhere. */
function isJson(request: Request): boolean {
  const [, charset = 'utf-8'] =
    /;\s*charset\s*=\s*"?([^\s";]*)/i.exec(request.headers['content-type'] ?? '') ?? [];
  return Boolean(request.is('application/json')) && /^utf-?8$/i.test(charset);
}

function otherType({ headers }: Request): BodyError {
  const type = headers['content-type'] ?? 'no content type';
  return new BodyError(
    'unsupported-media-type',
    `Send the body as application/json in UTF-8: it came as ${type.slice(0, 100)}.`,
  );
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
    const long = keys.find((key) => key.length > MAX_KEY_LENGTH);
    if (long !== undefined)
      return `A key in the body has ${long.length} characters: at most ${MAX_KEY_LENGTH} are taken.`;
    const forbidden = keys.find((key) => FORBIDDEN_KEYS.has(key));
    if (forbidden !== undefined) return `The key ${forbidden} is not taken in a body.`;
  }
  for (const child of Object.values(value)) {
    const harm = harmIn(child, depth + 1);
    if (harm !== undefined) return harm;
  }
  return undefined;
}
