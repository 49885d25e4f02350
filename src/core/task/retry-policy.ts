export const backoffTypes = ['fixed', 'exponential'] as const;

/** The wait between a failed attempt and the next one. */
export interface Backoff {
  readonly type: (typeof backoffTypes)[number];
  /** Wait after the first failure; `exponential` doubles it with each further one. */
  readonly delayMs: number;
  /** The wait never exceeds this. Default: an hour. */
  readonly maxMs?: number;
  /** Share of the wait that is random, 0 to 1: spreads tasks that failed together. Default: 0. */
  readonly jitter?: number;
}

/** No wait is longer, where a Backoff does not say otherwise. */
export const DEFAULT_MAX_BACKOFF_MS = 3_600_000;

export const DEFAULT_ATTEMPTS = 3;
export const DEFAULT_BACKOFF: Backoff = { type: 'exponential', delayMs: 1_000, maxMs: 60_000, jitter: 0.5 };

/**
 * Attempts that a task has at least when no worker understood it (unknown name, payload that does not parse): a
 * newer worker may come that does. With `UNRESOLVED_BACKOFF` that is about four minutes.
 */
export const UNRESOLVED_ATTEMPTS = 10;
export const UNRESOLVED_BACKOFF: Backoff = {
  type: 'exponential',
  delayMs: 1_000,
  maxMs: 60_000,
  jitter: 0.2,
};

/**
 * Milliseconds to wait after `failures` failed attempts.
 *
 * @param failures from 1
 * @param random a number in [0, 1), as `Math.random` gives
 */
export function backoffDelayMs(backoff: Backoff, failures: number, random: () => number): number {
  const growth = backoff.type === 'exponential' ? 2 ** Math.min(failures - 1, 40) : 1;
  const wait = Math.min(backoff.delayMs * growth, backoff.maxMs ?? DEFAULT_MAX_BACKOFF_MS);
  return Math.round(wait * (1 - (backoff.jitter ?? 0) * random()));
}

/** From the tenth time on a task is not run again at once: many that fail fast would keep a worker and the broker busy. */
const FREE_TIMES = 9;
const LEAST_WAIT_MS = 100;

/**
 * Milliseconds that a task waits at least before it is run again.
 *
 * @param times how often it has run
 */
export function leastWaitMs(times: number): number {
  return times > FREE_TIMES ? LEAST_WAIT_MS : 0;
}
