import { Injectable, Logger } from '@nestjs/common';
import { BrokerRuns } from '../../core/broker-state/broker-runs.js';
import {
  type Mend,
  type Mended,
  Reconciliation,
  type Slice,
} from '../../core/bullmq/reconciliation/reconciliation.js';
import { MOST_STALLS } from '../consuming/queue-worker-factory.js';
import { RunnerEvents } from '../attempt/runner-events.js';
import { Summaries } from './summaries.js';

/** Delay after a start or an outage, which needs no hurry: running workers continue. */
const FIRST_LOOK_MS = 2_000;
/** Pause of a worker that has nothing to do, plus a random part; much shorter during a pass. */
const STAND_BY_MS = 1_000;
const LONGEST_STAND_BY_MS = 5_000;

const SENTENCES: Readonly<Record<Exclude<Mend, 'restored'>, string>> = {
  requeued: 'were missing from their queue and wait there again',
  delayed: 'were missing from their queue and wait there for their time again',
  reactivated: 'are running but were missing from the running tasks of their queue; added',
  ended: 'have ended but were missing from the ended tasks of their queue; added',
  indexed: 'were missing from the task index; added',
  dropped: 'were listed in their queue without a record; removed',
};

/**
 * Compares the records and places of tasks, slice by slice, about once a minute, and right after a restart of the
 * broker. Every worker tries; the broker assigns each slice to one of them.
 */
@Injectable()
export class Reconciler {
  private readonly logger = new Logger('Worker');
  private timer: NodeJS.Timeout | undefined;
  private isRunning = false;
  private hurries = 0;
  private readonly summaries = new Summaries((...summary) => this.log(...summary));

  constructor(
    private readonly reconciliation: Reconciliation,
    private readonly events: RunnerEvents,
    private readonly runs: BrokerRuns,
  ) {}

  start(): void {
    this.isRunning = true;
    this.runs.onRestart(() => this.hurry());
    this.next(FIRST_LOOK_MS);
  }

  stop(): void {
    this.isRunning = false;
    clearTimeout(this.timer);
    this.summaries.flush();
  }

  /** Requests a slice now. If one is in progress, the next follows at once. */
  hurry(): void {
    this.hurries += 1;
    this.next(0);
  }

  private next(afterMs: number): void {
    clearTimeout(this.timer);
    if (this.isRunning) this.timer = setTimeout(() => void this.look(), afterMs);
  }

  private async look(): Promise<void> {
    const { hurries } = this;
    const slice = await this.reconciliation.slice(MOST_STALLS, this.runs.current).catch((error: unknown) => {
      this.logger.debug(`Reconciling records and queues failed; retrying soon: ${String(error)}`);
      return undefined;
    });
    this.report(slice?.mended ?? []);
    this.next(hurries < this.hurries ? 0 : pauseAfter(slice));
  }

  private report(mended: readonly Mended[]): void {
    for (const { queue, mend, id } of mended) {
      this.events.publish('task.reconciled', { queue, mend });
      this.summaries.add(`${queue} ${mend}`, id);
    }
    this.summaries.flushDue();
  }

  private log(kind: string, ids: readonly string[], count: number): void {
    const [queue, mend] = kind.split(' ') as [string, Mend];
    if (mend === 'restored') this.logger.warn(`${queue} had lost its settings; restored: ${ids.join(', ')}`);
    else this.logger.warn(`${count} tasks of ${queue} ${SENTENCES[mend]}`, { queue, count, task_ids: ids });
  }
}

function pauseAfter(slice: Slice | undefined): number {
  if (slice?.isDone) return Math.min(slice.waitMs, LONGEST_STAND_BY_MS);
  return Math.min(slice?.waitMs ?? 0, LONGEST_STAND_BY_MS) + STAND_BY_MS * (1 + Math.random());
}
