import type { SubmitOptions } from './submit-options.js';

export const overlaps = ['skip', 'queue', 'cancel-previous', 'allow'] as const;

/**
 * What happens at a tick while the task of an earlier one has not ended:
 *
 * - `skip`: nothing
 * - `queue`: the tick waits until that task has ended; at most one waits
 * - `cancel-previous`: the new one is submitted at once, and if it is accepted, that task is cancelled
 * - `allow`: both run
 */
export type Overlap = (typeof overlaps)[number];

export const catchUps = ['none', 'last', 'all'] as const;

/** Which ticks are made up for that were missed because no worker or no broker was there: none, the last, or all. */
export type CatchUp = (typeof catchUps)[number];

/** Options of the tasks that a schedule submits. Times of one submit, and `deduplicate`, make no sense there. */
export type ScheduledOptions = Pick<
  SubmitOptions,
  'attempts' | 'backoff' | 'priority' | 'retentionMs' | 'timeoutMs' | 'tags' | 'webhookUrl'
>;

/** When a task is submitted again and again: either `cron` or `everyMs`. Each option has its default in its comment. */
export interface ScheduleOptions<P extends object> {
  readonly payload: P;
  /** Five or six fields, with names, `L`, `W` and `#`: `0 3 * * MON-FRI`. */
  readonly cron?: string;
  /** An interval of at least 1,000 ms, counted from `startAt`. */
  readonly everyMs?: number;
  /** IANA time zone of `cron`. Default: UTC. */
  readonly tz?: string;
  /** Default: `skip`. */
  readonly overlap?: Overlap;
  /** Default: `last`. */
  readonly catchUp?: CatchUp;
  /** How far back `catchUp: 'all'` goes. Default: a day. */
  readonly catchUpWindowMs?: number;
  /** Each tick is submitted up to this much later, the same for one tick in every process. Default: 0. */
  readonly jitterMs?: number;
  /** No tick is earlier. Default: no limit; intervals count from 1970, so that they fall on round times. */
  readonly startAt?: Date;
  /** No tick is later. Default: no limit. */
  readonly endAt?: Date;
  /** For people. Default: none. */
  readonly note?: string;
  /** Options of each submit. Default: those of the @Task. */
  readonly options?: ScheduledOptions;
}
