import { isPlain } from '../../../platform/validation/free-json.js';

/** Reads an own property of a parsed message; undefined for what every object inherits, and for values that are no objects. */
export function own(value: unknown, name: string): unknown {
  return isPlain(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** Returns a text of 1 to 255 characters without control characters, else null. */
export function nameOrNull(value: unknown): string | null {
  return isName(value) ? value : null;
}

/** True for a text of 1 to `maxLength` characters without control characters. */
export function isName(value: unknown, maxLength = 255): value is string {
  return typeof value === 'string' && value !== '' && value.length <= maxLength && !/\p{Cc}/u.test(value);
}

/** Returns a safe integer that is not negative, else null. */
export function countOrNull(value: unknown): number | null {
  return Number.isSafeInteger(value) && Number(value) >= 0 ? Number(value) : null;
}

/** Cuts a text, never through a character; null if it is none. */
export function cutText(value: unknown, maxLength: number): string | null {
  if (typeof value !== 'string') return null;
  if (value.length <= maxLength) return value;
  return value.slice(0, maxLength).replace(/[\uD800-\uDBFF]$/, '');
}
