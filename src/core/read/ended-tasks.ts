import { Injectable } from '@nestjs/common';
import { endPlaces, jobField } from '../bullmq/layout.js';
import { Queues } from '../bullmq/queues.js';
import { nextEnded } from '../bullmq/scripts/ended-jobs.js';
import type { EndedTask } from '../history/task-history.js';
import { Broker, msOf } from '../redis/broker.js';
import type { QueueName } from '../task/queue-name.js';

/** One of the sets in which a queue keeps its ended tasks, by their ends. */
export interface EndedSet {
  readonly queue: QueueName;
  readonly place: (typeof endPlaces)[number];
}

/** Follows the ended tasks of all queues. */
@Injectable()
export class EndedTasks {
  constructor(
    private readonly broker: Broker,
    private readonly queues: Queues,
  ) {}

  /** All sets of all queues. */
  get sets(): EndedSet[] {
    return this.queues.names.flatMap((queue) => endPlaces.map((place) => ({ queue, place })));
  }

  /**
   * The next tasks of a set after a position, which may be that of a task that is gone. A task can also be recorded
   * late, before positions that were read already.
   *
   * @param position undefined: from the beginning
   * @returns the broker's time in ms since 1970 before the read, and up to `count` tasks
   * @throws BrokerUnavailableError
   */
  async after(
    { queue, place }: EndedSet,
    position: { readonly endedAt: number; readonly id: string } | undefined,
    count: number,
  ): Promise<{ readonly now: number; readonly tasks: readonly EndedTask[] }> {
    const after = position && { id: position.id, finishedOn: position.endedAt };
    const sets = [this.queues.keys(queue).place(place)];
    const { producer } = this.broker;
    const reading = nextEnded(producer, { sets, order: 'asc', after, count });
    const [time, ended] = await this.broker.ask(Promise.all([producer.time(), reading]));
    return { now: msOf(time), tasks: ended.map(({ id, finishedOn }) => ({ id, finishedAt: finishedOn })) };
  }

  /**
   * Number of tasks of a set that ended at or after a time.
   *
   * @throws BrokerUnavailableError
   */
  async count({ queue, place }: EndedSet, from: number): Promise<number> {
    const set = this.queues.keys(queue).place(place);
    return this.broker.ask(this.broker.producer.zcount(set, from, '+inf'));
  }

  /** True if a module defines this queue. */
  knows(queue: string): boolean {
    return this.queues.has(queue);
  }

  /**
   * The recorded ends of tasks in ms since 1970; undefined for one that has none, or is of an unknown queue.
   *
   * @throws BrokerUnavailableError
   */
  async endsOf(tasks: readonly { readonly queue: QueueName; readonly id: string }[]) {
    const reads = tasks.map(({ queue, id }) =>
      this.knows(queue)
        ? this.broker.producer.hget(this.queues.keys(queue).job(id), jobField.finishedOn)
        : Promise.resolve(null),
    );
    const ends = await this.broker.ask(Promise.all(reads));
    return ends.map((end) => (end === null ? undefined : Number(end)));
  }
}
