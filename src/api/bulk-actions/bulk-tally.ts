import type { Planned, StepEnd } from './bulk-step.js';

/** Ids and errors that are kept of all that there may be. */
const SAMPLE = 20;
const ERRORS = 10;
/** Characters of an error. */
const MAX_MESSAGE = 500;

/** How far a bulk action has come: what its record keeps of it, and its next attempt goes on from. */
export interface BulkTally {
  /** Tasks to look at. */
  readonly total: number;
  lookedAt: number;
  matched: number;
  done: number;
  /** Had moved on since they were found. */
  skipped: number;
  failed: number;
  /** The first that matched. */
  readonly sample: string[];
  /** Of the first that failed. */
  readonly errors: { readonly taskId: string; readonly message: string }[];
  /** The id of the last task that was looked at; null: none was. */
  cursor: string | null;
  /** Those that matched and of which it is not known yet what came: they stand here before they are acted on. */
  plan: Planned[];
}

export function emptyTally(total: number): BulkTally {
  const counts = { lookedAt: 0, matched: 0, done: 0, skipped: 0, failed: 0 };
  return { total, ...counts, sample: [], errors: [], cursor: null, plan: [] };
}

/** Notes what was found on the way, before it is acted on. */
export function noteFound(tally: BulkTally, lookedAt: readonly string[], matched: readonly Planned[]): void {
  tally.lookedAt += lookedAt.length;
  tally.cursor = lookedAt.at(-1) ?? tally.cursor;
  tally.matched += matched.length;
  tally.sample.push(...matched.slice(0, SAMPLE - tally.sample.length).map(({ id }) => id));
}

/** Takes the first of the plan out of it, with what came of them. */
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

/** 0 to 100. More may be looked at than was counted: an id can be made before, and stored after that. */
export function percentOf({ total, lookedAt }: BulkTally): number {
  return total === 0 ? 100 : Math.min(100, Math.floor((lookedAt / total) * 100));
}
