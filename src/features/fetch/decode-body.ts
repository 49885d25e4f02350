import { decodeText } from '../../platform/outbound/body/decode-text.js';
import { lossesIn } from '../../platform/validation/json-text.js';
import { charsetOf } from './charset.js';

/** JSON that is nested deeper than this stays text: not every reader takes it, and our own would overflow. */
const MAX_DEPTH = 100;

/** A body as JSON can carry it, and how it does. */
export interface DecodedBody {
  readonly data: unknown;
  readonly encoding: 'json' | 'text' | 'base64';
  /** What the text was decoded from; null for what is no text. */
  readonly charset: string | null;
}

/**
 * A body as JSON can carry it: parsed where it says that it is JSON and is, as text where it says that it is text,
 * else in base64.
 *
 * @param contentType the Content-Type header as it came, or null
 */
export function decodeBody(body: Buffer, contentType: string | null): DecodedBody {
  const type = mediaTypeOf(contentType);
  if (!isText(type)) return { data: body.toString('base64'), encoding: 'base64', charset: null };
  const charset = charsetOf(body, contentType ?? '');
  const text = decodeText(body, charset);
  const json = isJson(type) ? parse(text) : undefined;
  return json === undefined
    ? { data: text, encoding: 'text', charset }
    : { data: json, encoding: 'json', charset };
}

/** `Text/HTML; charset=utf-8` is `text/html`; nothing is nothing. */
export function mediaTypeOf(contentType: string | null): string {
  return (contentType?.split(';')[0] ?? '').trim().toLowerCase();
}

function isJson(type: string): boolean {
  return type === 'application/json' || type === 'text/json' || type.endsWith('+json');
}

function isText(type: string): boolean {
  return (
    type.startsWith('text/') ||
    isJson(type) ||
    /^(application\/(xml|javascript|x-www-form-urlencoded)|.+\+xml)$/.test(type)
  );
}

/** Undefined for what says that it is JSON and is not, or not in a way that everyone can read: it stays text. */
function parse(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    const count = { keys: 0 };
    return isCarried(value, 1, count) && lossesIn(text, count.keys).length === 0 ? value : undefined;
  } catch {
    return undefined;
  }
}

/** JSON in JavaScript takes a key `__proto__` for what it is not, and asks what has a `toJSON` what it is. */
function isCarried(value: unknown, depth: number, count: { keys: number }): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (depth > MAX_DEPTH || Object.hasOwn(value, '__proto__') || Object.hasOwn(value, 'toJSON')) return false;
  if (!Array.isArray(value)) count.keys += Object.keys(value).length;
  return Object.values(value).every((item) => isCarried(item, depth + 1, count));
}
