const FIRST_MS = 100;
const LONGEST_MS = 10_000;
/** Whatever lived for this long was well: its death is not counted with the ones before. */
const WELL_AFTER_MS = 60_000;

/**
 * How long to wait before something that died is started again: hardly at all the first time, twice as long with
 * each further death in a row, so that what cannot live does not keep the machine busy with being born.
 */
export class RestartPause {
  private deaths = 0;

  /** The pause after a life of `livedMs`; 0 for a start that failed. */
  nextMs(livedMs: number): number {
    if (livedMs >= WELL_AFTER_MS) this.deaths = 0;
    return Math.min(FIRST_MS * 2 ** this.deaths++, LONGEST_MS);
  }
}
