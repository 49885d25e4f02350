import { within } from '../../platform/timing/within.js';

/** A scrape must be answered within its own time limit, whatever the broker does. */
const LIMIT_MS = 2_000;

/** @returns undefined if the work failed or was too slow */
export async function withinScrape<T>(work: Promise<T>): Promise<T | undefined> {
  return within(work, LIMIT_MS, () => undefined).catch(() => undefined);
}
