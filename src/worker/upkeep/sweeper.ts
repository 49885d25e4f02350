import { Injectable, Logger } from '@nestjs/common';
import { RemovalHooks } from '../../core/lifetime/removal-hooks.js';
import { BrokerState } from '../../core/broker-state/broker-state.js';
import { Expirations } from '../../core/lifetime/expirations.js';
import { Retention } from '../../core/lifetime/retention.js';
import { CompletionNotifier } from '../../core/lifetime/completion-notifier.js';

const INTERVAL_MS = 5_000;

/**
 * Every few seconds, revokes waiting tasks that have expired, tells ends that nobody has told, and removes finished tasks
 * whose retention is over, and what is kept elsewhere for tasks that are gone. Several workers may do it at once.
 */
@Injectable()
export class Sweeper {
  private readonly logger = new Logger('Worker');
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly retention: Retention,
    private readonly deadlines: Expirations,
    private readonly removalHooks: RemovalHooks,
    private readonly ends: CompletionNotifier,
    private readonly state: BrokerState,
  ) {}

  start(): void {
    this.timer = setTimeout(() => void this.round(), INTERVAL_MS);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  /** Each step until it has no more, then a pause. One that fails does not keep the others from their work. */
  private async round(): Promise<void> {
    for (const step of [
      () => this.deadlines.sweep(),
      () => this.ends.sweep(),
      () => this.retention.enter(),
      () => this.retention.sweep(),
      () => this.removalHooks.sweep(),
    ])
      await this.exhaust(step);
    if (this.timer) this.start();
  }

  /** By a clock that is wrong it would end and remove what is not due. */
  private async exhaust(step: () => Promise<{ mayHaveMore: boolean }>): Promise<void> {
    try {
      while (this.timer && this.state.clockProblem === undefined && (await step()).mayHaveMore);
    } catch (error) {
      this.logger.debug(`Tidying up failed, and is tried again: ${String(error)}`);
    }
  }
}
