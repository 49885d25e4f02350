import { isExact } from '../../../platform/validation/rules/exact-number.js';
import { DECODE_ERROR } from './body-bytes.js';
import { UnreadableMessageError } from './task-message.js';

/** Enough for a canvas of 100 signatures, each of which takes three levels. */
const MAX_DEPTH = 500;
const MAX_KEYS = 10_000;

/** The tokens of a JSON text that parsing may not survive. An unterminated text extends to the end. */
const TOKENS = /"[^"\\]*(?:\\[^]?[^"\\]*)*(?:"|$)|-?\d[\d.eE+-]*|NaN|-?Infinity/g;

/**
 * Parses a JSON text from Celery, with limits on depth and width.
 *
 * @throws UnreadableMessageError
 */
export function parseJson(text: string): unknown {
  const value = parsed(text);
  const harm = harmIn(value, 0);
  if (harm !== undefined) throw unreadable(harm);
  if (/\d{16}/.test(text)) refuseLostDigits(text);
  return value;
}

/**
 * Checks headers, which no reader of ours has parsed, before anything walks through them.
 *
 * @throws UnreadableMessageError
 */
export function checkHeaders(headers: object, maxBytes: number): void {
  const harm = harmIn(headers, 0);
  if (harm !== undefined) throw unreadable(harm);
  if (JSON.stringify(headers).length > maxBytes)
    throw unreadable(`The headers are larger than ${maxBytes} bytes (CELERY_MAX_MESSAGE_BYTES)`);
}

/**
 * Finds a value that is nested too deep, or an object with too many keys. The recursion ends at the limit.
 *
 * @param depth of the value
 */
function harmIn(value: unknown, depth: number): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth >= MAX_DEPTH) return `The message is nested deeper than ${MAX_DEPTH} levels`;
  const parts: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  if (!Array.isArray(value) && parts.length > MAX_KEYS)
    return `An object of the message has more than ${MAX_KEYS} keys`;
  for (const part of parts) {
    const harm = harmIn(part, depth + 1);
    if (harm !== undefined) return harm;
  }
  return undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // The parser's own message holds a piece of the text.
    const word = tokensOf(text).find((token) => token.endsWith('NaN') || token.endsWith('Infinity'));
    throw unreadable(
      word === undefined
        ? 'The body is not JSON'
        : `The body holds ${word}, which Python's json writes and JSON does not have: send null or a text`,
    );
  }
}

/** JSON.parse rounds integers beyond 2^53, and a wrong number is worse than none. */
function refuseLostDigits(text: string): void {
  const lost = tokensOf(text).find((token) => /^-?\d{16,}$/.test(token) && !isExact(token));
  if (lost !== undefined)
    throw unreadable(`The number ${lost.slice(0, 40)} loses digits in a 64-bit float: send it as a text`);
}

function tokensOf(text: string): string[] {
  return text.match(TOKENS)?.filter((token) => !token.startsWith('"')) ?? [];
}

function unreadable(message: string): UnreadableMessageError {
  return new UnreadableMessageError('json', message, null, DECODE_ERROR);
}
