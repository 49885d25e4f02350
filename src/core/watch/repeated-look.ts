/** Runs one look at a time, and another one if it was asked for meanwhile: no result is older than the one before. */
export class RepeatedLook {
  private isLooking = false;
  private isStale = false;

  /**
   * @param look must not reject
   * @param isWanted false ends the looks, as nobody is interested any more
   */
  constructor(
    private readonly look: () => Promise<void>,
    private readonly isWanted: () => boolean,
  ) {}

  /** Looks now, or again after the current look, which may have missed the change. */
  again(): void {
    this.isStale = true;
    if (!this.isLooking) void this.lookWhileStale();
  }

  private async lookWhileStale(): Promise<void> {
    this.isLooking = true;
    while (this.isStale && this.isWanted()) {
      this.isStale = false;
      await this.look();
    }
    this.isLooking = false;
  }
}
