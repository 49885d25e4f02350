import { Injectable, Logger } from '@nestjs/common';
import type { QueueName } from '../../core/task/queue-name.js';
import { bucketOf } from '../../core/queues/duration-histogram.js';
import { BacklogSamples } from '../../core/queues/backlog-samples.js';
import { type CountedEnding, QueueStats, endings } from '../../core/queues/queue-stats.js';
import { RunnerEvents, type TaskSettled } from '../attempt/runner-events.js';

const SEND_EVERY_MS = 5_000;

/** Statistics of one queue since they were last stored. */
class Activity {
  readonly ended = new Map<CountedEnding, number>();
  readonly runs = new Map<number, number>();
  readonly waits = new Map<number, number>();
  runMs = 0;
}

/** Collects this worker's queue statistics and stores them every few seconds, with samples of the backlog. */
@Injectable()
export class QueueStatsRecorder {
  private readonly logger = new Logger('Worker');
  private seen = new Map<QueueName, Activity>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    events: RunnerEvents,
    private readonly stats: QueueStats,
    private readonly backlogs: BacklogSamples,
  ) {
    events.on('task.started', ({ queue, waitMs }) => {
      if (waitMs !== undefined) count(this.of(queue).waits, bucketOf(waitMs));
    });
    events.on('task.settled', (settled) => this.settled(settled));
  }

  start(): void {
    this.timer = setInterval(() => void this.send(), SEND_EVERY_MS);
  }

  /** Stores the rest. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.send();
  }

  private settled({ queue, outcome, durationMs }: TaskSettled): void {
    const ending = endings.find((each) => each === outcome);
    if (ending === undefined) return;
    const activity = this.of(queue);
    count(activity.ended, ending);
    count(activity.runs, bucketOf(durationMs));
    activity.runMs += durationMs;
  }

  private of(queue: QueueName): Activity {
    const known = this.seen.get(queue);
    if (known) return known;
    const activity = new Activity();
    this.seen.set(queue, activity);
    return activity;
  }

  /** Statistics that cannot be stored are dropped: they are informational only, and the broker is unavailable. */
  private async send(): Promise<void> {
    const seen = this.seen;
    this.seen = new Map();
    const telling = [...seen].map(([queue, activity]) => this.stats.add(queue, activity));
    await Promise.all([...telling, this.backlogs.take()]).catch((error: unknown) =>
      this.logger.debug(`Statistics were not saved: ${String(error)}`),
    );
  }
}

function count<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
