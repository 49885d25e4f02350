/** The caller's own key: a text, or several texts that cannot be confused with each other's parts. */
export type DeduplicationKey = string | readonly string[];

export const deduplicateModes = ['unique', 'debounce', 'throttle'] as const;

/**
 * Treats submits with the same key as the same task. A key belongs to one caller (the name of an API key; for a child,
 * that of its root) and one task type:
 *
 * - `unique`: while a task with this key is not finished (or for `ttlMs`), no other is stored. A running task may submit
 *   its own successor, which then holds the key
 * - `throttle`: after one was stored, no other is for `ttlMs`, finished or not; a running task counts for itself, too
 * - `debounce`: the newest within `ttlMs` replaces the waiting one, which becomes REVOKED, and the wait starts over; a
 *   running one is followed by the newest
 */
export interface Deduplicate {
  readonly key: DeduplicationKey;
  readonly mode: (typeof deduplicateModes)[number];
  /** Required by throttle and debounce. */
  readonly ttlMs?: number;
}
