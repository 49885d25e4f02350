import { Injectable } from '@nestjs/common';
import type { AttemptCounts } from '../../core/workers/worker-report.js';
import { type OutcomeLabel, RunnerEvents } from '../attempt/runner-events.js';

/** Counts the outcomes of this process' attempts. */
@Injectable()
export class AttemptCounters {
  private readonly ended = new Map<OutcomeLabel, number>();

  constructor(events: RunnerEvents) {
    events.on('task.settled', ({ outcome }) => this.ended.set(outcome, this.of(outcome) + 1));
  }

  /** Requeued attempts do not count as processed. */
  get counts(): AttemptCounts {
    const [succeeded, failed, retried] = [this.of('succeeded'), this.of('failed'), this.of('retried')];
    const [revoked, snoozed] = [this.of('revoked'), this.of('snoozed')];
    return {
      processed: succeeded + failed + retried + revoked + snoozed,
      succeeded,
      failed,
      retried,
      revoked,
    };
  }

  private of(outcome: OutcomeLabel): number {
    return this.ended.get(outcome) ?? 0;
  }
}
