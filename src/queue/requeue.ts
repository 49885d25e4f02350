import { Injectable } from '@nestjs/common';
import { Broker } from './broker.js';
import { Keys } from './keys.js';
import { LuaScript } from './lua-script.js';
import { entryOf } from './queue-entry.js';
import { Queues } from './queues.js';
import { ownFields } from './task-job.js';
import type { TaskSnapshot } from './task-snapshot.js';

/** What came of a step on one task. `moved`: somebody else was first; `missing`: it is gone. Then nothing was done. */
export type Step = 'done' | 'moved' | 'missing';

/**
 * Defines `enqueue(previous)`: puts the job where workers take the next one from, as BullMQ's own scripts do, and
 * tells BullMQ's listeners and ours.
 *
 * KEYS: job, set that it is taken from, wait, prioritized, priority counter, marker, meta, active, events.
 * ARGV: id, channel of changes.
 */
const ENQUEUE = `
local job, id = KEYS[1], ARGV[1]
local function enqueue(previous)
  local priority = tonumber(redis.call('HGET', job, 'priority') or '0')
  if priority == 0 then redis.call('LPUSH', KEYS[3], id)
  else
    local place = redis.call('INCR', KEYS[5]) % 0x100000000
    redis.call('ZADD', KEYS[4], priority * 0x100000000 + place, id)
  end
  local paused, most = unpack(redis.call('HMGET', KEYS[7], 'paused', 'concurrency'))
  local isFull = most and redis.call('LLEN', KEYS[8]) >= tonumber(most)
  if not paused and not isFull then redis.call('ZADD', KEYS[6], 0, '0') end
  redis.call('XADD', KEYS[9], 'MAXLEN', '~', 10000, '*', 'event', 'waiting', 'jobId', id, 'prev', previous)
  redis.call('PUBLISH', ARGV[2], id)
end
if redis.call('EXISTS', job) == 0 then return 'missing' end
`;

/**
 * Has a job of the `failed` set run again with all its attempts. What belongs to its end goes; its errors stay, but
 * for the reason of a revocation, which is none. It gives its parent back what it waits for, and takes its
 * deduplication key again, if that counts until the end and is free. Its next end is to be told too, where one is. One
 * step: there is no moment at which a job could be in no set, or wait with the mark of an end.
 *
 * KEYS further: expiry, deadlines, ends. ARGV further: when it had ended (ms), now (ms), entry in those, queue's key prefix.
 */
const RETRY = new LuaScript<Step>(`${ENQUEUE}
local finishedOn = redis.call('HGET', job, 'finishedOn')
if finishedOn ~= ARGV[3] then return 'moved' end
if redis.call('ZREM', KEYS[2], id) == 0 then return 'missing' end -- it is being removed
if redis.call('HEXISTS', job, '${ownFields.revoked}') == 1 then redis.call('HDEL', job, 'failedReason') end
redis.call('HDEL', job, 'finishedOn', 'processedOn', 'atm', 'ats', 'stc', 'defa', '${ownFields.revoked}',
  '${ownFields.cancelRequestedAt}', '${ownFields.cancelReason}', '${ownFields.slot}',
  '${ownFields.crashes}')
redis.call('HSET', job, '${ownFields.retriedAt}', ARGV[4])
redis.call('ZREM', KEYS[10], ARGV[5])
redis.call('ZREM', KEYS[11], ARGV[5])
local parent = redis.call('HGET', job, 'parentKey')
if parent and redis.call('EXISTS', parent) == 1 and (redis.call('ZREM', parent .. ':unsuccessful', job) == 1
  or redis.call('HDEL', parent .. ':failed', job) == 1) then redis.call('SADD', parent .. ':dependencies', job) end
local deduplication = redis.call('HGET', job, 'deid')
local ok, options = pcall(cjson.decode, redis.call('HGET', job, 'opts') or '{}')
if deduplication and ok and options['de'] and not options['de']['ttl'] then
  redis.call('SETNX', ARGV[6] .. 'de:' .. deduplication, id)
end
if ok and options['webhookUrl'] then redis.call('ZADD', KEYS[12], ARGV[4], ARGV[5]) end
enqueue('failed')
return 'done'
`);

/** Has a delayed job run now. */
const PROMOTE = new LuaScript<Step>(`${ENQUEUE}
if redis.call('ZREM', KEYS[2], id) == 0 then return 'moved' end
redis.call('HSET', job, 'delay', 0)
enqueue('delayed')
return 'done'
`);

/** Puts tasks that are final, or wait for their time, back among those that workers take next. */
@Injectable()
export class Requeue {
  constructor(
    private readonly broker: Broker,
    private readonly queues: Queues,
    private readonly keys: Keys,
  ) {}

  /** @param task as it was read: when it has moved on since, whatever to, it is left alone */
  async retry(task: TaskSnapshot): Promise<Step> {
    const key = (type: string) => this.queues.get(task.queue).toKey(type);
    const keys = [...this.keysOf(task, 'failed'), this.keys.expiry, this.keys.deadlines, this.keys.ends];
    const ended = [task.finishedAt ?? '', Date.now(), entryOf(task.queue, task.id), key('')];
    const values = [task.id, this.keys.changes, ...ended];
    return this.broker.ask(RETRY.run(this.broker.producer, keys, values));
  }

  async promote(task: TaskSnapshot): Promise<Step> {
    const values = [task.id, this.keys.changes];
    return this.broker.ask(PROMOTE.run(this.broker.producer, this.keysOf(task, 'delayed'), values));
  }

  private keysOf({ queue, id }: TaskSnapshot, from: 'failed' | 'delayed'): string[] {
    const types = [id, from, 'wait', 'prioritized', 'pc', 'marker', 'meta', 'active', 'events'];
    return types.map((type) => this.queues.get(queue).toKey(type));
  }
}
