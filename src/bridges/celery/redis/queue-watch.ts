import type { LiveRedis } from '../../../core/index.js';

/** Longest time that a command blocks, in seconds. */
const BLOCK_S = 5;

/**
 * Notices a message in a list without taking it: `BLMOVE list list RIGHT RIGHT` moves the next message to where it is,
 * and blocks while there is none. For Redis 6.2 and later; an older one refuses it.
 */
export class QueueWatch {
  private isArmed = false;
  private isRefused = false;

  constructor(
    private readonly redis: LiveRedis,
    readonly list: string,
    private readonly onMessage: () => void,
  ) {}

  /** False if messages of this list are found by asking only. */
  get works(): boolean {
    return !this.isRefused && this.redis.status === 'ready';
  }

  /** Calls `onMessage` once, as soon as there is a message. */
  arm(): void {
    if (this.isArmed || this.isRefused) return;
    this.isArmed = true;
    void this.wait();
  }

  private async wait(): Promise<void> {
    try {
      const seen = await this.redis.call('BLMOVE', this.list, this.list, 'RIGHT', 'RIGHT', BLOCK_S);
      this.isArmed = false;
      if (seen !== null) this.onMessage();
    } catch (error) {
      this.isArmed = false;
      // An unknown command, or one that this user may not use.
      this.isRefused = /^(ERR|NOPERM)\b/.test((error as Error).message);
    }
  }
}
