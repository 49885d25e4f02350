import { Injectable } from '@nestjs/common';
import type { AttemptCounts } from '../../core/workers/worker-report.js';
import { type OutcomeLabel, RunnerEvents } from '../attempt/runner-events.js';

/** Task names that are counted. A job of another program may have any name, and a report stays small. */
const MAX_NAMES = 500;

/** Counts the starts and the outcomes of this process' attempts. */
@Injectable()
export class AttemptCounters {
  private readonly ended = new Map<OutcomeLabel, number>();
  private readonly started = new Map<string, number>();

  constructor(events: RunnerEvents) {
    events.on('task.started', ({ name }) => this.countStart(name));
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

  /** Attempts started, by task name. */
  get startsByName(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.started);
  }

  private countStart(name: string): void {
    const count = this.started.get(name);
    if (count !== undefined || this.started.size < MAX_NAMES) this.started.set(name, (count ?? 0) + 1);
  }

  private of(outcome: OutcomeLabel): number {
    return this.ended.get(outcome) ?? 0;
  }
}
