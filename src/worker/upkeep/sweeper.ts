import { Injectable, Logger } from '@nestjs/common';
import { RemovalHooks } from '../../core/lifetime/removal-hooks.js';
import { BrokerState } from '../../core/broker-state/broker-state.js';
import { Expirations } from '../../core/lifetime/expirations.js';
import { Retention } from '../../core/lifetime/retention.js';
import { CompletionNotifier } from '../../core/lifetime/completion-notifier.js';

const INTERVAL_MS = 5_000;

/**
 * Every few seconds, revokes expired waiting tasks, sends missing completion notifications, and removes finished tasks
 * whose retention is over, with external data of removed tasks. Several workers may do this at the same time.
 */
@Injectable()
export class Sweeper {
  private readonly logger = new Logger('Worker');
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly retention: Retention,
    private readonly expirations: Expirations,
    private readonly removalHooks: RemovalHooks,
    private readonly completions: CompletionNotifier,
    private readonly state: BrokerState,
  ) {}

  start(): void {
    this.timer = setTimeout(() => void this.round(), INTERVAL_MS);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  /** Repeats each step until it has no more, then pauses. A failed step does not stop the others. */
  private async round(): Promise<void> {
    for (const step of [
      () => this.expirations.sweep(),
      () => this.completions.sweep(),
      () => this.retention.enter(),
      () => this.retention.sweep(),
      () => this.removalHooks.sweep(),
    ])
      await this.exhaust(step);
    if (this.timer) this.start();
  }

  /** With a wrong clock, tasks would be ended and removed too early. */
  private async exhaust(step: () => Promise<{ mayHaveMore: boolean }>): Promise<void> {
    try {
      while (this.timer && this.state.clockProblem === undefined && (await step()).mayHaveMore);
    } catch (error) {
      this.logger.debug(`Cleanup failed; retrying: ${String(error)}`);
    }
  }
}
