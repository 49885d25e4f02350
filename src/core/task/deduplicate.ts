/** A key of the caller's own: text, or several texts of which none can be taken for a part of another. */
export type DeduplicationKey = string | readonly string[];

export const deduplicateModes = ['unique', 'debounce', 'throttle'] as const;

/**
 * What counts as the same task, by a key of the caller's own. It counts for one caller (the name of an API key; of a
 * child, that of its root) and one task type:
 *
 * - `unique`: while one with this key is not finished (or for `ttlMs`), no other is stored. A running task may submit its
 *   own successor: that one then holds the key
 * - `throttle`: after one was stored, no other is for `ttlMs`, finished or not; a running task counts for itself, too
 * - `debounce`: the newest within `ttlMs` replaces the one that waits, which is REVOKED, and the wait begins anew; one that
 *   runs already is followed by the newest
 */
export interface Deduplicate {
  readonly key: DeduplicationKey;
  readonly mode: (typeof deduplicateModes)[number];
  /** Needed by throttle and debounce. */
  readonly ttlMs?: number;
}
