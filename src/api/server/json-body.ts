import { isUtf8 } from 'node:buffer';
import { type NextFunction, type Request, type RequestHandler, raw } from 'express';
import { MAX_DEFINITION_BYTES, MAX_STEPS } from '../../core/workflows/definition/workflow-definition.js';
import { NamedError } from '../../platform/errors/named-error.js';
import { lossesIn } from '../../platform/validation/json-text.js';
import { InvalidInputError } from '../../platform/validation/invalid-input.error.js';
import { SESSION_PATH } from '../access/login/session-path.js';
import { InvalidRequestError } from '../problems/invalid-request.js';
import { RefusedError } from '../problems/refused-error.js';
import { hasBody } from '../problems/drain-unread-body.js';

/** No route accepts a body with these methods, and HTTP gives it no meaning (RFC 9110, section 9.3): it is not read. */
const WITHOUT_BODY = ['GET', 'HEAD', 'DELETE'];
const MAX_DEPTH = 32;
/** Maximum number of keys of one object. */
const MAX_KEYS = 1_000;
/** Maximum length of a key in characters: messages and pointers contain it. */
const MAX_KEY_LENGTH = 1_024;
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/** Limits of the bodies of one route. */
interface BodyLimits {
  readonly maxBytes: number;
  readonly maxKeys: number;
}

/** The one route with larger bodies: a workflow has up to MAX_STEPS steps by name. More steps are refused by its own check. */
const WORKFLOW: BodyLimits = { maxBytes: MAX_DEFINITION_BYTES, maxKeys: 2 * MAX_STEPS };
/** Strangers send these: a login has one key. */
const LOGIN: BodyLimits = { maxBytes: 8_192, maxKeys: 10 };
const WORKFLOWS_PATH = /^\/workflows\/?$/i;

/** The body exceeds the limit of its route. Thrown as soon as that is known, without waiting for the rest. */
class BodyTooLargeError extends NamedError {
  readonly status = 413;

  /** @param limit in bytes, as in the errors of Express' own parsers */
  constructor(readonly limit: number) {
    super();
  }
}

/**
 * Parses JSON bodies up to a size limit, counted after decompression. Refuses JSON that is valid but harmful (deep
 * nesting, prototype keys), or that would change when parsed again: charsets other than UTF-8, numbers that lose
 * digits, duplicate names (RFC 7493). Requests without a body, which are most, pass at once.
 */
export function jsonBody(maxBytes: number): RequestHandler {
  const read = bodyReader({ maxBytes, maxKeys: MAX_KEYS });
  const readWorkflow = bodyReader({ ...WORKFLOW, maxBytes: Math.max(maxBytes, WORKFLOW.maxBytes) });
  const readLogin = bodyReader(LOGIN);
  const readerFor = ({ path }: Request) => {
    if (path === SESSION_PATH) return readLogin;
    return WORKFLOWS_PATH.test(path) ? readWorkflow : read;
  };
  return (request, response, next) => {
    if (WITHOUT_BODY.includes(request.method) || !hasBody(request)) return next();
    if (!isJson(request)) return next(otherType(request));
    readerFor(request)(request, response, next);
  };
}

function bodyReader({ maxBytes, maxKeys }: BodyLimits): RequestHandler {
  const read = raw({ limit: maxBytes, type: 'application/json' });
  return (request, response, next) => {
    if (Number(request.headers['content-length']) > maxBytes) return next(new BodyTooLargeError(maxBytes));
    const go = onceOnly(next);
    // The parser would read a body that is too large to its end first.
    if (request.headers['content-length'] === undefined) limitBytes(request, maxBytes, go);
    read(request, response, (error: unknown) => go(error ?? parseBody(request, maxKeys)));
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

/** JSON between systems is UTF-8 (RFC 8259, section 8.1): other readers might decode another charset differently. */
function isJson(request: Request): boolean {
  const [, charset = 'utf-8'] =
    /;\s*charset\s*=\s*"?([^\s";]*)/i.exec(request.headers['content-type'] ?? '') ?? [];
  return Boolean(request.is('application/json')) && /^utf-?8$/i.test(charset);
}

function otherType({ headers }: Request): RefusedError {
  const type = headers['content-type'] ?? 'no content type';
  return new RefusedError(
    'unsupported-media-type',
    `Send the body as application/json in UTF-8 (received: ${type.slice(0, 100)}).`,
  );
}

/** Replaces the bytes with the parsed value. */
function parseBody(request: Request, maxKeys: number): Error | undefined {
  const bytes: unknown = request.body;
  if (!Buffer.isBuffer(bytes)) return undefined;
  if (!isUtf8(bytes))
    return new RefusedError('malformed', 'The body is not UTF-8, which JSON requires (RFC 8259).');
  // A byte order mark is not part of JSON; Node keeps it.
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
  try {
    request.body = text === '' ? {} : (JSON.parse(text) as unknown);
  } catch (error) {
    return new RefusedError('malformed', notJson(error));
  }
  const count: KeyCount = { keys: 0, maxOfObject: maxKeys };
  const harm = harmIn(request.body, 1, count);
  if (harm !== undefined) return new RefusedError('malformed', harm);
  const losses = lossesIn(text, count.keys);
  return losses.length > 0
    ? InvalidRequestError.inBody(new InvalidInputError('the body', losses))
    : undefined;
}

/** The parser's message contains a piece of the body, which may be a secret; only the position is used. */
function notJson(error: unknown): string {
  const [, place] = /at position (\d+)/.exec(String(error)) ?? [];
  return place === undefined ? 'The body is not JSON.' : `Invalid JSON at position ${place}.`;
}

/**
 * Path of a value in the body; undefined for the body itself. Joined only for messages, because bodies have many
 * values.
 */
type Place = { readonly within: Place; readonly name: string | number } | undefined;

/** Counts the keys of a body. */
interface KeyCount {
  keys: number;
  readonly maxOfObject: number;
}

/**
 * Returns a message about the first harmful part of a parsed JSON value, or undefined. Recursion ends at MAX_DEPTH.
 *
 * @param count receives the number of keys
 */
function harmIn(value: unknown, depth: number, count: KeyCount, place?: Place): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth > MAX_DEPTH) return `The body is nested deeper than ${MAX_DEPTH} levels${at(place)}.`;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      const harm = harmInPart(value[i], i, depth, count, place);
      if (harm !== undefined) return harm;
    }
    return undefined;
  }
  const keys = Object.keys(value);
  count.keys += keys.length;
  const ofKeys = harmOfKeys(keys, count.maxOfObject);
  if (ofKeys !== undefined) return `${ofKeys}${at(place)}.`;
  for (const key of keys) {
    const harm = harmInPart(Reflect.get(value, key), key, depth, count, place);
    if (harm !== undefined) return harm;
  }
  return undefined;
}

function harmInPart(
  part: unknown,
  name: string | number,
  depth: number,
  count: KeyCount,
  within: Place,
): string | undefined {
  if (typeof part !== 'object' || part === null) return undefined;
  return harmIn(part, depth + 1, count, { within, name });
}

function at(place: Place): string {
  let path = '';
  for (let part = place; part !== undefined; part = part.within) path = `/${part.name}${path}`;
  return path === '' ? '' : ` (at ${path.slice(0, 200)})`;
}

function harmOfKeys(keys: readonly string[], max: number): string | undefined {
  if (keys.length > max) return `An object in the body has ${keys.length} keys; the maximum is ${max}`;
  const long = keys.find((key) => key.length > MAX_KEY_LENGTH);
  if (long !== undefined)
    return `A key in the body has ${long.length} characters; the maximum is ${MAX_KEY_LENGTH}`;
  const forbidden = keys.find((key) => FORBIDDEN_KEYS.has(key));
  return forbidden === undefined ? undefined : `The key ${forbidden} is not allowed in a body`;
}
