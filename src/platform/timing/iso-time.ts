import { TIMES } from '../validation/rules/bounds.js';

/**
 * A time by RFC 3339 (UTC, ms). Never throws, as `Date.toISOString` does: one beyond what RFC 3339 can write is shown as
 * the last one that it can, and what is no number as 1970. A wrong number in one record must not hide all others.
 *
 * @param ms since 1970
 */
export function isoTime(ms: number): string {
  const shown = Math.min(Math.max(ms, TIMES.minimum), TIMES.maximum);
  return new Date(Number.isNaN(shown) ? 0 : shown).toISOString();
}

/** The same for a time that there may not be. */
export function isoTimeOrNull(ms: number | null): string | null {
  return ms === null ? null : isoTime(ms);
}
