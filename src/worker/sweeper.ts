import { Injectable, Logger } from '@nestjs/common';
import { Retention } from '../queue/retention.js';

const INTERVAL_MS = 5_000;

/** Removes finished tasks whose retention is over, every few seconds. Several workers may do it at once. */
@Injectable()
export class Sweeper {
  private readonly logger = new Logger('Worker');
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly retention: Retention) {}

  start(): void {
    this.timer = setTimeout(() => void this.round(), INTERVAL_MS);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  /** One batch after the other while there is more, then a pause. */
  private async round(): Promise<void> {
    try {
      while (this.timer && (await this.retention.sweep()).mayHaveMore);
    } catch (error) {
      this.logger.debug(`Expired tasks were not removed, next time they will be: ${String(error)}`);
    }
    if (this.timer) this.start();
  }
}
