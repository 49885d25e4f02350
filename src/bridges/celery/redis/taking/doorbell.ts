/** Lets one loop wait until something may be there. A ring while nobody waits ends the next wait at once. */
export class Doorbell {
  private isRung = false;
  private answer: (() => void) | undefined;

  readonly ring = (): void => {
    this.isRung = true;
    this.answer?.();
  };

  /** Forgets what was rung before: the loop looks now. */
  reset(): void {
    this.isRung = false;
  }

  async wait(ms: number): Promise<void> {
    if (this.isRung) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.answer = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.answer = undefined;
  }
}
