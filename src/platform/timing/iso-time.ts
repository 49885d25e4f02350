import { TIMES } from '../validation/rules/bounds.js';

/**
 * Formats a time by RFC 3339 (UTC, ms). Unlike `Date.toISOString` it never throws: a time outside RFC 3339's range
 * becomes the nearest one inside it, and NaN becomes 1970. One bad number in one record must not hide all others.
 *
 * @param ms since 1970
 */
export function isoTime(ms: number): string {
  const shown = Math.min(Math.max(ms, TIMES.minimum), TIMES.maximum);
  return new Date(Number.isNaN(shown) ? 0 : shown).toISOString();
}

/** Like `isoTime`; null stays null. */
export function isoTimeOrNull(ms: number | null): string | null {
  return ms === null ? null : isoTime(ms);
}
