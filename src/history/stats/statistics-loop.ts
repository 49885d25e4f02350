import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { HistoryDatabase } from '../database/history-database.js';
import { BacklogCopies } from './backlog-copies.js';
import { MinuteRollup } from './minute-rollup.js';

const EVERY_MS = 10_000;
const EXPIRE_EVERY_MS = 3_600_000;

/** Keeps the statistics of the history, in a worker. Failures are left to the recorder's log: it meets the same ones. */
@Injectable()
export class StatisticsLoop implements BeforeApplicationShutdown {
  private readonly logger = new Logger('History');
  private timer: NodeJS.Timeout | undefined;
  private isStopped = false;
  private expireAt = 0;

  constructor(
    private readonly database: HistoryDatabase,
    private readonly rollup: MinuteRollup,
    private readonly backlogs: BacklogCopies,
  ) {}

  /** Does nothing without a history. */
  start(): void {
    if (this.database.isConfigured && !this.isStopped)
      this.timer = setTimeout(() => void this.round().then(() => this.start()), EVERY_MS);
  }

  beforeApplicationShutdown(): void {
    this.isStopped = true;
    clearTimeout(this.timer);
  }

  private async round(): Promise<void> {
    try {
      while (!this.isStopped && (await this.rollup.step()).mayHaveMore);
      await this.backlogs.step();
      if (performance.now() < this.expireAt) return;
      await this.rollup.expire();
      this.expireAt = performance.now() + EXPIRE_EVERY_MS;
    } catch (error) {
      this.logger.debug(`Statistics were not updated; retrying: ${String(error)}`);
    }
  }
}
