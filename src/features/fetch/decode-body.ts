import { decodeText } from '../../platform/outbound/body/decode-text.js';
import { lossesIn } from '../../platform/validation/json-text.js';
import { charsetOf } from './charset.js';

/** JSON with deeper nesting stays text: not every reader accepts it, and our own would overflow. */
const MAX_DEPTH = 100;

/** A body in a form that JSON can carry. */
export interface DecodedBody {
  readonly data: unknown;
  readonly encoding: 'json' | 'text' | 'base64';
  /** Original charset of the text; null for binary content. */
  readonly charset: string | null;
}

/**
 * Converts a body to JSON: parsed if it is declared as JSON and valid, as a string if it is declared as text, otherwise
 * in base64.
 *
 * @param contentType the Content-Type header as received, or null
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

/** `Text/HTML; charset=utf-8` becomes `text/html`; null becomes an empty string. */
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

/** Undefined for text declared as JSON that is invalid, or that not every reader can represent: it stays text. */
function parse(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    const count = { keys: 0 };
    return isCarried(value, 1, count) && lossesIn(text, count.keys).length === 0 ? value : undefined;
  } catch {
    return undefined;
  }
}

/** JavaScript treats a key `__proto__` specially, and JSON.stringify calls `toJSON`. */
function isCarried(value: unknown, depth: number, count: { keys: number }): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (depth > MAX_DEPTH || Object.hasOwn(value, '__proto__') || Object.hasOwn(value, 'toJSON')) return false;
  if (!Array.isArray(value)) count.keys += Object.keys(value).length;
  return Object.values(value).every((item) => isCarried(item, depth + 1, count));
}
