import type { Planned, StepEnd } from './bulk-step.js';

/** Numbers of ids and errors kept. */
const SAMPLE = 20;
const ERRORS = 10;
/** Maximum length of an error in characters. */
const MAX_MESSAGE = 500;

/** Progress of a bulk action, stored in its record. The next attempt continues from it. */
export interface BulkTally {
  /** Number of tasks to examine. */
  readonly total: number;
  lookedAt: number;
  matched: number;
  done: number;
  /** Changed their state after they were found. */
  skipped: number;
  failed: number;
  /** The first matching tasks. */
  readonly sample: string[];
  /** Errors of the first failures. */
  readonly errors: { readonly taskId: string; readonly message: string }[];
  /** True if a query matches more tasks than one action may have. */
  readonly isCut?: boolean;
  /** Id of the last examined task, or null. */
  cursor: string | null;
  /** Matching tasks without a recorded outcome; saved before they are acted on. */
  plan: Planned[];
}

export function emptyTally(total: number): BulkTally {
  const counts = { lookedAt: 0, matched: 0, done: 0, skipped: 0, failed: 0 };
  return { total, ...counts, sample: [], errors: [], cursor: null, plan: [] };
}

/** Records found tasks before they are acted on. */
export function noteFound(tally: BulkTally, lookedAt: readonly string[], matched: readonly Planned[]): void {
  tally.lookedAt += lookedAt.length;
  tally.cursor = lookedAt.at(-1) ?? tally.cursor;
  tally.matched += matched.length;
  tally.sample.push(...matched.slice(0, SAMPLE - tally.sample.length).map(({ id }) => id));
}

/** Moves the first tasks of the plan to the counts of their outcomes. */
export function noteEnds(tally: BulkTally, ends: readonly StepEnd[]): void {
  for (const [i, { id: taskId }] of tally.plan.splice(0, ends.length).entries()) {
    const end = ends[i];
    if (end === 'done') tally.done += 1;
    else if (end === 'skipped') tally.skipped += 1;
    else {
      tally.failed += 1;
      const message = end?.message.slice(0, MAX_MESSAGE) ?? '';
      if (tally.errors.length < ERRORS) tally.errors.push({ taskId, message });
    }
  }
}

/** 0 to 100. More tasks than counted may be examined: an id can be created before the count and stored after it. */
export function percentOf({ total, lookedAt }: BulkTally): number {
  return total === 0 ? 100 : Math.min(100, Math.floor((lookedAt / total) * 100));
}
