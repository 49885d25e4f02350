export const backoffTypes = ['fixed', 'exponential'] as const;

/** The delay between a failed attempt and the next one. */
export interface Backoff {
  readonly type: (typeof backoffTypes)[number];
  /** Delay after the first failure; `exponential` doubles it after each further one. */
  readonly delayMs: number;
  /** Upper limit of the delay. Default: an hour. */
  readonly maxMs?: number;
  /** Random share of the delay, 0 to 1, which spreads tasks that failed together. Default: 0. */
  readonly jitter?: number;
}

/** A class of errors, the task's own or that of a library: `TypeError`, `AxiosError`. */
export type ErrorClass = abstract new (...given: never[]) => object;

/** Upper limit of a delay, unless a Backoff sets another. */
export const DEFAULT_MAX_BACKOFF_MS = 3_600_000;

export const DEFAULT_ATTEMPTS = 3;
export const DEFAULT_BACKOFF: Backoff = { type: 'exponential', delayMs: 1_000, maxMs: 60_000, jitter: 0.5 };

/**
 * Minimum number of attempts of a task that no worker understood (unknown name, invalid payload): a newer worker may.
 * With `UNRESOLVED_BACKOFF` this takes about four minutes.
 */
export const UNRESOLVED_ATTEMPTS = 10;
export const UNRESOLVED_BACKOFF: Backoff = {
  type: 'exponential',
  delayMs: 1_000,
  maxMs: 60_000,
  jitter: 0.2,
};

/**
 * The delay in ms after `failures` failed attempts.
 *
 * @param failures counts from 1
 * @param random returns a number in [0, 1), like `Math.random`
 */
export function backoffDelayMs(backoff: Backoff, failures: number, random: () => number): number {
  const growth = backoff.type === 'exponential' ? 2 ** Math.min(failures - 1, 40) : 1;
  const wait = Math.min(backoff.delayMs * growth, backoff.maxMs ?? DEFAULT_MAX_BACKOFF_MS);
  return Math.round(wait * (1 - (backoff.jitter ?? 0) * random()));
}

/**
 * From the tenth run on a task is not repeated at once: many quick failures would keep a worker and the broker busy.
 */
const FREE_TIMES = 9;
const LEAST_WAIT_MS = 100;

/**
 * Minimum delay in ms before a task is run again.
 *
 * @param times number of runs so far
 */
export function leastWaitMs(times: number): number {
  return times > FREE_TIMES ? LEAST_WAIT_MS : 0;
}
