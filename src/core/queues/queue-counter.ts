import { Injectable } from '@nestjs/common';
import { place } from '../bullmq/layout.js';
import { oldestWaitingMs } from '../bullmq/oldest-waiting.js';
import { Queues } from '../bullmq/queues.js';
import { RevokedTasks } from '../read/revoked-tasks.js';
import { Broker } from '../redis/broker.js';
import { scoredOf } from '../redis/scored.js';
import type { QueueName } from '../task/queue-name.js';

const COUNTED = [
  place.wait,
  place.prioritized,
  place.delayed,
  place.waitingChildren,
  place.active,
  place.completed,
  place.failed,
] as const;

/** Number of tasks by state. Finished tasks count until their retention ends. */
export interface QueueCounts {
  /** Can start now. */
  readonly waiting: number;
  /** Waiting for their time: delayed, or between two attempts. */
  readonly delayed: number;
  /** Waiting for other tasks: steps of workflows, and tasks that have replaced themselves by a workflow. */
  readonly waitingForSteps: number;
  readonly started: number;
  readonly succeeded: number;
  /** FAILURE only. */
  readonly failed: number;
  readonly revoked: number;
}

/** Counts the tasks of a queue. */
@Injectable()
export class QueueCounter {
  constructor(
    private readonly broker: Broker,
    private readonly queues: Queues,
    private readonly revoked: RevokedTasks,
  ) {}

  async count(name: QueueName): Promise<QueueCounts> {
    const counting = this.queues.get(name).getJobCounts(...COUNTED);
    const [counts, marked] = await Promise.all([this.broker.ask(counting), this.revoked.count(name)]);
    const sum = (...places: (typeof COUNTED)[number][]) =>
      places.reduce((total, each) => total + (counts[each] ?? 0), 0);
    const revoked = Math.min(marked, sum(place.failed)); // a task that is just ending is marked before it is counted
    return {
      waiting: sum(place.wait, place.prioritized),
      delayed: sum(place.delayed),
      waitingForSteps: sum(place.waitingChildren),
      started: sum(place.active),
      succeeded: sum(place.completed),
      failed: sum(place.failed) - revoked,
      revoked,
    };
  }

  /** The time at which the last task ended that is still kept, in ms since 1970; null if there is none. */
  async lastEndedAt(name: QueueName): Promise<number | null> {
    const keys = this.queues.keys(name);
    const newest = [place.completed, place.failed].map((each) =>
      this.broker.producer.zrange(keys.place(each), 0, 0, 'REV', 'WITHSCORES'),
    );
    const times = (await this.broker.ask(Promise.all(newest))).flatMap(scoredOf).map(({ score }) => score);
    return times.length > 0 ? Math.max(...times) : null;
  }

  /** Age of the oldest runnable task in ms; null if none waits. */
  oldestWaitingMs(name: QueueName): Promise<number | null> {
    return this.broker.ask(oldestWaitingMs(this.broker.producer, this.queues.keys(name)));
  }
}
