import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import type { QueueName } from '../../platform/config/queue-names.js';
import { RemovalHooks } from './removal-hooks.js';
import { Broker } from '../redis/broker.js';
import { Keys } from '../redis/keys.js';
import { LuaScript } from '../redis/lua-script.js';
import { entryOf } from '../bullmq/queue-entry.js';
import { Queues } from '../bullmq/queues.js';
import { RETENTION_OF } from '../bullmq/retention-script.js';
import type { Step } from '../bullmq/requeue.js';
import { ownFields } from '../bullmq/task-job.js';
import { TaskIndex } from '../read/task-index.js';

/** Delay before a sweep asks again about a task that was not settled. */
const ASK_AGAIN_MS = 60_000;

/**
 * Claims a finished job for removal: takes it out of the sets that BullMQ finds it in, so that nobody can run it
 * again. Whoever dies then leaves a record that stays readable until the next sweep after its retention.
 *
 * An entry of `expiry` may be that of an earlier end, because the task was run again since: one that is not finished
 * is asked about later, one that has ended anew is entered with its new time. One whose end is still to be told stays
 * until it was.
 *
 * KEYS: job, completed, failed, expiry, ends, revoked. ARGV: id, entry, then as what it is removed: when it ended (ms) and '', or ''
 * and the time (ms) at which its retention must be over; when to ask again; the retention of a job that names none.
 */
const CLAIM = new LuaScript<Step>(`${RETENTION_OF}
local job, id, entry = KEYS[1], ARGV[1], ARGV[2]
if redis.call('EXISTS', job) == 0 then return 'missing' end
local finishedOn = redis.call('HGET', job, 'finishedOn')
if ARGV[4] == '' then
  if finishedOn ~= ARGV[3] then return 'moved' end
  -- Who dies now leaves it to a sweep.
  redis.call('ZADD', KEYS[4], 'NX', finishedOn + retentionOf(job, ARGV[6]), entry)
else
  local due = redis.call('ZSCORE', KEYS[4], entry)
  if not due or tonumber(due) > tonumber(ARGV[4]) then return 'moved' end
  local later = ARGV[5]
  if finishedOn then later = finishedOn + retentionOf(job, ARGV[6]) end
  local isUntold = redis.call('ZSCORE', KEYS[5], entry)
  if isUntold then later = math.max(later, tonumber(ARGV[5])) end
  if not finishedOn or later > tonumber(ARGV[4]) then
    redis.call('ZADD', KEYS[4], later, entry)
    return 'moved'
  end
end
redis.call('ZREM', KEYS[2], id)
redis.call('ZREM', KEYS[3], id)
redis.call('SREM', KEYS[6], id)
redis.call('HSET', job, '${ownFields.claimed}', redis.call('TIME')[1] .. '000')
return 'done'
`);

/** Removes finished tasks with all their data. Safe when others remove or retry the same task concurrently. */
@Injectable()
export class TaskRemoval {
  constructor(
    private readonly broker: Broker,
    private readonly queues: Queues,
    private readonly index: TaskIndex,
    private readonly keys: Keys,
    private readonly config: Config,
    private readonly removalHooks: RemovalHooks,
  ) {}

  /** @param finishedAt the end that was read: a task that was run again since is left alone */
  remove(queue: QueueName, id: string, finishedAt: number): Promise<Step> {
    return this.broker.ask(this.removeAs(queue, id, [finishedAt, '', '', this.config.resultRetentionMs]));
  }

  /** Removes a task whose entry in `retention` is due at `now`. */
  removeDue(queue: QueueName, id: string, now: number): Promise<Step> {
    return this.removeAs(queue, id, ['', now, now + ASK_AGAIN_MS, this.config.resultRetentionMs]);
  }

  private async removeAs(name: QueueName, id: string, reason: readonly (number | string)[]): Promise<Step> {
    const queue = this.queues.get(name);
    const entry = entryOf(name, id);
    const keys = [
      ...[id, 'completed', 'failed'].map((type) => queue.toKey(type)),
      this.keys.retention,
      this.keys.ends,
      this.keys.revoked(name),
    ];
    const claim = await CLAIM.run(this.broker.producer, keys, [id, entry, ...reason]);
    if (claim === 'moved') return claim;
    // Children are tasks of their own, with their own retention.
    if (claim === 'done') await queue.remove(id, { removeChildren: false });
    await this.forget(entry, id);
    return claim;
  }

  /** The entry in `retention` is removed last: as long as it exists, a sweep finishes the removal. */
  private async forget(entry: string, id: string): Promise<void> {
    await this.removalHooks.removeOf(id);
    await this.index.remove([id]);
    await this.broker.producer.zrem(this.keys.expirations, entry);
    await this.broker.producer.zrem(this.keys.retention, entry);
  }
}
