import { Injectable, Logger } from '@nestjs/common';
import { DeclaredSchedules } from '../../core/schedules/declared/declared-schedules.js';
import { Ticker } from '../../core/schedules/ticking/ticker.js';
import { RunnerEvents } from '../attempt/runner-events.js';

/** A schedule that is created meanwhile may be due sooner than all others. */
const LONGEST_WAIT_MS = 1_000;

/**
 * Submits what schedules say, as every worker does: the broker gives each tick to one of them. First it stores the
 * schedules declared in code.
 */
@Injectable()
export class ScheduleLoop {
  private readonly logger = new Logger('Worker');
  private timer: NodeJS.Timeout | undefined;
  private isRunning = false;
  private isSynced = false;

  constructor(
    private readonly declared: DeclaredSchedules,
    private readonly ticker: Ticker,
    private readonly events: RunnerEvents,
  ) {}

  start(): void {
    this.isRunning = true;
    this.next(0);
  }

  stop(): void {
    this.isRunning = false;
    clearTimeout(this.timer);
  }

  /** Stores the declared schedules again: the broker has lost its data. */
  syncAgain(): void {
    this.isSynced = false;
  }

  private next(afterMs: number): void {
    if (this.isRunning) this.timer = setTimeout(() => void this.look(), Math.min(afterMs, LONGEST_WAIT_MS));
  }

  private async look(): Promise<void> {
    const waitMs = await this.step().catch((error: unknown) => {
      this.logger.debug(`Schedules were not looked at; retrying: ${String(error)}`);
      return LONGEST_WAIT_MS;
    });
    this.next(waitMs);
  }

  private async step(): Promise<number> {
    if (!this.isSynced) {
      this.isSynced = true; // a loss of data during the sync makes it false again
      await this.declared.sync().catch((error: unknown) => {
        this.isSynced = false;
        throw error;
      });
    }
    const { waitMs, entries } = await this.ticker.step();
    for (const { outcome, latenessMs, count, trigger } of entries)
      this.events.publish('schedule.ticked', { outcome, latenessMs, count, isTimed: trigger !== 'queue' });
    return waitMs;
  }
}
