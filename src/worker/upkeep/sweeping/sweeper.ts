import { Injectable, Logger } from '@nestjs/common';
import { BrokerState } from '../../../core/broker-state/broker-state.js';
import { HistoryUnavailableError } from '../../../core/history/task-history.js';
import { BrokerUnavailableError } from '../../../core/redis/broker.errors.js';
import type { Sweep } from './sweep.js';
import { Sweeps } from './sweeps.js';

/**
 * Runs all `Sweeps` every few seconds. They revoke expired waiting tasks, send missing completion notifications, move
 * workflows on, and remove finished tasks and workflows whose retention is over, with external data of removed tasks.
 * Several workers may do this at the same time.
 */
@Injectable()
export class Sweeper {
  private readonly logger = new Logger('Worker');
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly sweeps: Sweeps,
    private readonly state: BrokerState,
  ) {}

  /** @param everyMs pause between two sweeps */
  start(everyMs: number): void {
    this.timer = setTimeout(() => void this.round(everyMs), everyMs);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  /** Repeats each sweep until it has no more, then pauses. A failed one does not stop the others. */
  private async round(everyMs: number): Promise<void> {
    for (const sweep of this.sweeps.all) await this.exhaust(sweep);
    if (this.timer) this.start(everyMs);
  }

  /** With a wrong clock, tasks would be ended and removed too early. */
  private async exhaust(sweep: Sweep): Promise<void> {
    try {
      while (this.timer && this.state.clockProblem === undefined && (await sweep()).mayHaveMore);
    } catch (error) {
      // Said by others.
      const isAway = error instanceof BrokerUnavailableError || error instanceof HistoryUnavailableError;
      this.logger[isAway ? 'debug' : 'warn'](`Cleanup failed; retrying: ${String(error)}`);
    }
  }
}
