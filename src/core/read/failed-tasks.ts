import { Injectable } from '@nestjs/common';
import type { QueueName } from '../../platform/config/queue-names.js';
import { Broker } from '../redis/broker.js';
import { scoredOf } from '../redis/scored.js';
import { LuaScript } from '../redis/lua-script.js';
import { Queues } from '../bullmq/queues.js';
import { isTaskId } from '../task/task-id.js';
import type { TaskSnapshot } from '../task/task-snapshot.js';
import { TaskStore } from './task-store.js';

/** Number of tasks read at once: few enough that parsing does not delay other requests. */
const CHUNK = 100;

/** Position of a task in the order of completion. It stays valid when tasks before or after it come and go. */
export interface Position {
  /** Completion time in ms since 1970. */
  readonly finishedOn: number;
  readonly id: string;
}

/** One entry of the walk through failed tasks. */
export interface FailedEntry {
  readonly position: Position;
  /** The current task, which may have been run again just now; undefined if it is gone. */
  readonly task: TaskSnapshot | undefined;
  /** True for the last entry of all. */
  readonly isLast: boolean;
}

/**
 * The next entries of BullMQ's `failed` sets after a position, the newest first. Among those that ended in the same
 * ms, of which there can be very many, the place is found by halving, not by reading them.
 *
 * KEYS: sets. ARGV: how many a set, then the position: score and id, or '' and ''. Returns ids and scores by turns, a
 * list for each set.
 */
const OLDER = new LuaScript<string[][]>(`
local result = {}
for i, set in ipairs(KEYS) do
  local first = 0
  if ARGV[2] ~= '' then
    first = redis.call('ZCOUNT', set, '(' .. ARGV[2], '+inf')
    local last = first + redis.call('ZCOUNT', set, ARGV[2], ARGV[2])
    while first < last do
      local middle = math.floor((first + last) / 2)
      if redis.call('ZREVRANGE', set, middle, middle)[1] >= ARGV[3] then first = middle + 1 else last = middle end
    end
  end
  result[i] = redis.call('ZREVRANGE', set, first, first + ARGV[1] - 1, 'WITHSCORES')
end
return result
`);

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
    const sets = this.queues
      .all()
      .filter(({ name }) => queue === undefined || name === queue)
      .map((named) => named.queue.toKey('failed'));
    const values = [CHUNK, after?.finishedOn ?? '', after?.id ?? ''];
    const lists = await this.broker.ask(OLDER.run(this.broker.producer, sets, values));
    const found = lists
      .flatMap(scoredOf)
      .map(({ member: id, score: finishedOn }) => ({ id, finishedOn }))
      .sort(newestFirst);
    const isEnd = found.length <= CHUNK && lists.every((list) => list.length < CHUNK * 2);
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
