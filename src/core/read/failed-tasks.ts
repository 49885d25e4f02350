import { Injectable } from '@nestjs/common';
import type { QueueName } from '../task/queue-name.js';
import { Broker } from '../redis/broker.js';
import { Queues } from '../bullmq/queues.js';
import { type Position, olderFailed } from '../bullmq/scripts/older-failed.js';
import { isTaskId } from '../task/task-id.js';
import type { TaskSnapshot } from '../task/task-snapshot.js';
import { TaskStore } from './task-store.js';

export type { Position };

/** Number of tasks read at once: few enough that parsing does not delay other requests. */
const CHUNK = 100;

/** One entry of the walk through failed tasks. */
export interface FailedEntry {
  readonly position: Position;
  /** The current task, which may have been run again just now; undefined if it is gone. */
  readonly task: TaskSnapshot | undefined;
  /** True for the last entry of all. */
  readonly isLast: boolean;
}

/**
 * Walks through tasks that ended without a result, FAILURE and REVOKED alike: BullMQ stores both in one set per queue.
 */
@Injectable()
export class FailedTasks {
  constructor(
    private readonly broker: Broker,
    private readonly queues: Queues,
    private readonly store: TaskStore,
  ) {}

  /**
   * Walks from the newest task, or after a position, to the oldest. An unchanged task is visited exactly once; one that
   * is run again and ends again in the meantime is not visited twice.
   *
   * @param queue only this one; default: all
   * @throws BrokerUnavailableError
   */
  async *walk(queue?: QueueName, after?: Position): AsyncGenerator<FailedEntry> {
    for (let position = after; ;) {
      const { positions, isEnd } = await this.older(queue, position);
      const tasks = await this.store.findMany(positions.map(({ id }) => id));
      for (const [i, next] of positions.entries()) {
        position = next;
        // Jobs that another program put on the queue cannot be read by their id.
        const task = isTaskId(next.id) ? tasks[i] : undefined;
        yield { position, task, isLast: isEnd && i === positions.length - 1 };
      }
      if (isEnd) return;
    }
  }

  private async older(queue: QueueName | undefined, after: Position | undefined) {
    const queues = this.queues
      .all()
      .filter(({ name }) => queue === undefined || name === queue)
      .map(({ name }) => this.queues.keys(name));
    const lists = await this.broker.ask(olderFailed(this.broker.producer, queues, CHUNK, after));
    const found = lists.flat().sort(newestFirst);
    const isEnd = found.length <= CHUNK && lists.every((list) => list.length < CHUNK);
    return { positions: found.slice(0, CHUNK), isEnd };
  }
}

function newestFirst(a: Position, b: Position): number {
  if (a.finishedOn !== b.finishedOn) return b.finishedOn - a.finishedOn;
  return a.id < b.id ? 1 : -1;
}

/** Encodes a position as a cursor: `<ms>.<id>`. */
export function cursorOf({ finishedOn, id }: Position): string {
  return `${finishedOn}.${id}`;
}

/** @returns undefined for a text that `cursorOf` has not made */
export function parseCursor(cursor: string): Position | undefined {
  const [, finishedOn, id] = /^(\d{1,15})\.(.+)$/.exec(cursor) ?? [];
  return finishedOn && id ? { finishedOn: Number(finishedOn), id } : undefined;
}
