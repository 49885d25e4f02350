import { setTimeout as wait } from 'node:timers/promises';

/** A connection that held for so long was sound: the next fault is a new one. */
const SOUND_AFTER_MS = 30_000;

/** The pauses between attempts: each twice as long as the one before, with some chance in it. */
export class RetryPause {
  private faults = 0;

  constructor(
    private readonly firstMs: number,
    private readonly longestMs: number,
  ) {}

  /**
   * Waits before the next attempt, unless the signal ends it first.
   *
   * @param heldMs how long the last attempt held
   */
  async next(heldMs: number, signal: AbortSignal): Promise<void> {
    if (heldMs >= SOUND_AFTER_MS) this.faults = 0;
    const pauseMs = Math.min(this.firstMs * 2 ** this.faults++, this.longestMs);
    // Many bridges that lost the same broker come back one after the other.
    await wait(pauseMs * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => undefined);
  }
}
