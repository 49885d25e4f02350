import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { Broker } from '../redis/broker.js';
import { Keys } from '../redis/keys.js';
import { LuaScript } from '../redis/lua-script.js';
import { entryOf, parseEntry } from '../bullmq/queue-entry.js';
import { type NamedQueue, Queues } from '../bullmq/queues.js';
import { RETENTION_OF } from '../bullmq/retention-script.js';
import { TaskRemoval } from './task-removal.js';

/** Number of tasks removed or entered in one step, which limits the load on the broker. */
const BATCH = 200;
/** Tasks that ended more recently are left for later: an end can be recorded late, under its actual time. */
const LAG_MS = 60_000;
/** Interval after which the walk starts over, to find ends that were recorded even later. */
const WALK_AGAIN_MS = 3_600_000;

/**
 * Enters finished jobs by the time at which they may go, going on from where the last step ended.
 *
 * KEYS: finished jobs by their end (ms), expiry, cursor. ARGV: newest end to look at, jobs a step, queue's key prefix,
 * prefix of entries, retention of a job that names none (ms), ms until the walk begins again, and 'own' to leave out
 * jobs that name none. Returns how many jobs it looked at.
 */
const ENTER = new LuaScript<number>(`${RETENTION_OF}
-- Where it is false the job certainly names no retention: found out at half the price of reading its options.
local function mayNameRetention(job)
  return string.find(redis.call('HGET', job, 'opts') or '', '"retentionMs"', 1, true) ~= nil
end
local after = redis.call('GET', KEYS[3])
local from = after and '(' .. after or '-inf'
local found = redis.call('ZRANGEBYSCORE', KEYS[1], from, ARGV[1], 'WITHSCORES', 'LIMIT', 0, ARGV[2])
if #found == 0 then return 0 end
local isFull = #found / 2 == tonumber(ARGV[2])
if isFull and found[2] == found[#found] then -- one millisecond has more: it is taken as a whole
  found = redis.call('ZRANGEBYSCORE', KEYS[1], found[2], found[2], 'WITHSCORES')
  isFull = false
end
for i = 1, #found, 2 do
  local job, entry = ARGV[3] .. found[i], ARGV[4] .. found[i]
  if (ARGV[7] ~= 'own' or mayNameRetention(job)) and not redis.call('ZSCORE', KEYS[2], entry) then
    redis.call('ZADD', KEYS[2], found[i + 1] + retentionOf(job, ARGV[5]), entry)
  end
end
-- The last millisecond may have more jobs than fitted: it is looked at again.
local last = #found
while isFull and found[last] == found[#found] do last = last - 2 end
local ttl = redis.call('PTTL', KEYS[3])
redis.call('SET', KEYS[3], found[last], 'PX', ttl > 0 and ttl or ARGV[6])
return #found / 2
`);

/**
 * Which finished tasks a walk enters: those with their own retention, soon after their end; the others once it is over.
 */
type Walk = 'own' | 'all';

/**
 * Removes finished tasks when their own retention is over. BullMQ can only apply the retention of a finishing task to
 * all that finished before it, so a short-lived task would remove long-lived ones. Instead, sweeps walk along the
 * finished tasks and enter them in one sorted set by the time of their removal. Tasks without their own retention,
 * which are most, are entered when RESULT_RETENTION_MS is over: an entry takes a tenth of a finished task's memory.
 * Workers write nothing for this: a write per task costs a sixth of their speed.
 */
@Injectable()
export class Retention {
  constructor(
    private readonly broker: Broker,
    private readonly queues: Queues,
    private readonly removal: TaskRemoval,
    private readonly keys: Keys,
    private readonly config: Config,
  ) {}

  /** Enters one batch of finished tasks per queue. */
  async enter(lagMs = LAG_MS): Promise<{ mayHaveMore: boolean }> {
    const ended = Date.now() - lagMs;
    const until = { own: ended, all: ended - this.config.resultRetentionMs };
    const steps = this.queues
      .all()
      .flatMap((queue) =>
        (['completed', 'failed'] as const).flatMap((set) => [
          this.walk(queue, set, 'own', until.own),
          this.walk(queue, set, 'all', until.all),
        ]),
      );
    return { mayHaveMore: (await Promise.all(steps)).some((count) => count >= BATCH) };
  }

  /** Removes one batch of tasks whose retention is over. A task that is being retried is left alone. */
  async sweep(): Promise<{ removed: number; mayHaveMore: boolean }> {
    const now = Date.now();
    const due = await this.broker.producer.zrangebyscore(this.keys.retention, '-inf', now, 'LIMIT', 0, BATCH);
    const removed = await Promise.all(due.map((entry) => this.removeDue(entry, now)));
    return { removed: removed.filter(Boolean).length, mayHaveMore: due.length === BATCH };
  }

  private walk({ name, queue }: NamedQueue, set: string, which: Walk, until: number): Promise<number> {
    const keys = [queue.toKey(set), this.keys.retention, this.keys.walk(which, name, set)];
    const prefixes = [queue.toKey(''), entryOf(name, '')];
    const values = [until, BATCH, ...prefixes, this.config.resultRetentionMs, WALK_AGAIN_MS, which];
    return ENTER.run(this.broker.producer, keys, values);
  }

  private async removeDue(entry: string, now: number): Promise<boolean> {
    const { queue, id } = parseEntry(entry);
    if (queue !== undefined) return (await this.removal.removeDue(queue, id, now)) === 'done';
    await this.broker.producer.zrem(this.keys.retention, entry);
    return false;
  }
}
