import type { WorkId } from './submitting/scheduled-kind.js';

/** What caused a tick. `queue`: it waited for the end of an earlier one's work. */
export const tickTriggers = ['schedule', 'catch-up', 'queue', 'run', 'backfill'] as const;
export const tickOutcomes = ['submitted', 'queued', 'skipped', 'missed', 'failed'] as const;

export type TickTrigger = (typeof tickTriggers)[number];
export type TickOutcome = (typeof tickOutcomes)[number];

/** A line in the history of a schedule's ticks. Times are in ms since 1970. */
export interface TickEntry extends WorkId {
  readonly tick: number;
  /** When it was handled, by the broker's clock. */
  readonly at: number;
  readonly trigger: TickTrigger;
  readonly outcome: TickOutcome;
  /** Why it was not submitted. */
  readonly reason: string | null;
  /** How much later than planned; its jitter is planned. */
  readonly latenessMs: number;
  /** Number of ticks that the line stands for, if more than one was missed: the last of them is `tick`. */
  readonly count: number;
}
