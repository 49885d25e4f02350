const FIRST_MS = 100;
const LONGEST_MS = 10_000;
/** A program that ran for this long was healthy: its death restarts the count. */
const WELL_AFTER_MS = 60_000;

/**
 * The delay before a dead program is restarted: very short the first time, doubled with each further death in a row, so
 * that a program that cannot live does not keep the machine busy.
 */
export class RestartPause {
  private deaths = 0;

  /** The pause after a run of `livedMs`; 0 for a failed start. */
  nextMs(livedMs: number): number {
    if (livedMs >= WELL_AFTER_MS) this.deaths = 0;
    return Math.min(FIRST_MS * 2 ** this.deaths++, LONGEST_MS);
  }
}
