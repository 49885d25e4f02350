import { Injectable } from '@nestjs/common';
import type { QueueName } from '../../platform/config/queue-names.js';
import { Broker } from '../redis/broker.js';
import { Keys } from '../redis/keys.js';
import { LuaScript } from '../redis/lua-script.js';
import { entryOf, parseEntry } from '../bullmq/queue-entry.js';
import { Queues } from '../bullmq/queues.js';
import { ownFields } from '../bullmq/task-job.js';

/**
 * Delay before a task is examined again while it runs or is being notified: it may have ended, and its worker died
 * before the notification.
 */
const LOOK_SOON_MS = 30_000;
/**
 * Delay before a waiting task is examined again. Starting or revoking it makes it due sooner, so this only covers tasks
 * that vanish without a completion (replaced by a debounce, removed in the dashboard). A million waiting tasks cause
 * 300 checks a second.
 */
const LOOK_LATER_MS = 3_600_000;

/** A task with its queue. */
export interface TaskPlace {
  readonly queue: QueueName;
  readonly id: string;
}

/**
 * The end of a task that is still to be told (when it ended, in ms), or '': it has none, or it was told. Its entry
 * then says when to look again, or is gone.
 *
 * KEYS: ends, job, active. ARGV: entry, id, now (ms), how soon to look again (ms), how late.
 */
const LOOK = new LuaScript<string>(`
local entry, now = ARGV[1], ARGV[3]
if not redis.call('ZSCORE', KEYS[1], entry) then return '' end
local finishedOn, told = unpack(redis.call('HMGET', KEYS[2], 'finishedOn', '${ownFields.told}'))
if redis.call('EXISTS', KEYS[2]) == 0 or (finishedOn and told == finishedOn) then
  redis.call('ZREM', KEYS[1], entry)
  return ''
end
local isSoon = finishedOn or redis.call('LPOS', KEYS[3], ARGV[2])
redis.call('ZADD', KEYS[1], now + (isSoon and ARGV[4] or ARGV[5]), entry)
return finishedOn or ''
`);

/**
 * Notes that an end was told. A task that was run again meanwhile keeps its entry, for its next end.
 *
 * KEYS: ends, job. ARGV: entry, the end (ms).
 */
const SETTLE = new LuaScript<null>(`
if redis.call('HGET', KEYS[2], 'finishedOn') ~= ARGV[2] then return nil end
redis.call('HSET', KEYS[2], '${ownFields.told}', ARGV[2])
redis.call('ZREM', KEYS[1], ARGV[1])
return nil
`);

/**
 * Tasks with a `webhookUrl` whose completion is not notified yet, by the time of their next check. An entry exists from
 * before the task is stored until its completion is handed over: if a process dies in between, a sweep takes over. A
 * worker that takes the task renews its entry; a revocation makes it due at once (`revocation.ts`).
 */
@Injectable()
export class CompletionOutbox {
  constructor(
    private readonly broker: Broker,
    private readonly keys: Keys,
    private readonly queues: Queues,
  ) {}

  /**
   * Adds tasks before their jobs are stored: an entry without a job is dropped later, but a job without an entry could
   * be missed.
   */
  async note(tasks: readonly TaskPlace[]): Promise<void> {
    await this.enter(tasks, LOOK_LATER_MS);
  }

  /** Adds a task that a worker has taken, in case another tool has requeued it without an entry. */
  async noteStart(task: TaskPlace): Promise<void> {
    await this.enter([task], LOOK_SOON_MS);
  }

  /** Up to `count` due entries. */
  async due(count: number): Promise<TaskPlace[]> {
    const { producer } = this.broker;
    const now = Date.now();
    const entries = await producer.zrangebyscore(this.keys.ends, '-inf', now, 'LIMIT', 0, count);
    const known = entries.map(parseEntry).flatMap(({ queue, id }) => (queue ? [{ queue, id }] : []));
    const unknown = entries.filter((entry) => parseEntry(entry).queue === undefined);
    // Entries of a newer version with more queues are left to its workers.
    if (unknown.length > 0)
      await producer.zadd(this.keys.ends, ...unknown.flatMap((entry) => [now + LOOK_LATER_MS, entry]));
    return known;
  }

  /** Recorded completion time (ms since 1970) if the notification is still due, otherwise ''. */
  async endToTell({ queue, id }: TaskPlace): Promise<string> {
    const values = [entryOf(queue, id), id, Date.now(), LOOK_SOON_MS, LOOK_LATER_MS];
    const keys = [this.keys.ends, this.key(queue, id), this.key(queue, 'active')];
    return this.broker.ask(LOOK.run(this.broker.producer, keys, values));
  }

  /** @param end as returned by `endToTell` */
  async settle({ queue, id }: TaskPlace, end: string): Promise<void> {
    const keys = [this.keys.ends, this.key(queue, id)];
    await this.broker.ask(SETTLE.run(this.broker.producer, keys, [entryOf(queue, id), end]));
  }

  private async enter(tasks: readonly TaskPlace[], lookAfterMs: number): Promise<void> {
    if (tasks.length === 0) return;
    const at = Date.now() + lookAfterMs;
    await this.broker.producer.zadd(
      this.keys.ends,
      ...tasks.flatMap(({ queue, id }) => [at, entryOf(queue, id)]),
    );
  }

  private key(queue: QueueName, type: string): string {
    return this.queues.get(queue).toKey(type);
  }
}
