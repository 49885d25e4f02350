import { Injectable } from '@nestjs/common';
import { KnownQueues } from '../task/known-queues.js';
import type { QueueName } from '../task/queue-name.js';
import { QueueCounter } from './queue-counter.js';
import { type QueueBacklog, QueueStats } from './queue-stats.js';

const MINUTE_MS = 60_000;

/**
 * Records the backlog of every queue once a minute, also of one that no worker consumes. Every worker tries; the broker
 * lets one of them look.
 */
@Injectable()
export class BacklogSamples {
  private doneUntil = 0;

  constructor(
    private readonly queues: KnownQueues,
    private readonly counter: QueueCounter,
    private readonly stats: QueueStats,
  ) {}

  /** Does nothing more than once a minute. */
  async take(): Promise<void> {
    const minute = Math.floor((await this.stats.now()) / MINUTE_MS);
    if (minute <= this.doneUntil) return;
    this.doneUntil = minute;
    const taking = this.queues.names.map((queue) =>
      this.stats.addBacklog(queue, minute, () => this.look(queue)),
    );
    await Promise.all(taking);
  }

  private async look(queue: QueueName): Promise<QueueBacklog> {
    const [{ waiting }, oldestMs] = await Promise.all([
      this.counter.count(queue),
      this.counter.oldestWaitingMs(queue),
    ]);
    return { waiting, oldestMs: oldestMs ?? 0 };
  }
}
