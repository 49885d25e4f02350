import { Injectable } from '@nestjs/common';
import { Broker } from '../redis/broker.js';
import { ENQUEUE } from './reconciliation/enqueue-script.js';
import { Keys } from '../redis/keys.js';
import { LuaScript } from '../redis/lua-script.js';
import { entryOf } from './queue-entry.js';
import { Queues } from './queues.js';
import { ownFields } from './task-job.js';
import type { TaskSnapshot } from '../task/task-snapshot.js';

/** What came of a step on one task. `moved`: somebody else was first; `missing`: it is gone. Then nothing was done. */
export type Step = 'done' | 'moved' | 'missing';

/** Lua: `noteReady(job, now)`: it could be started from now on. What it waits from here is its wait. */
const NOTE_READY = `
local function noteReady(job, now)
  local made = tonumber(redis.call('HGET', job, 'timestamp') or now)
  redis.call('HSET', job, 'delay', string.format('%.0f', math.max(0, now - made)))
end
`;

/** Past revocations that a task keeps: the newest. */
const MOST_REVOCATIONS = 10;

/**
 * Has a job of the `failed` set run again with all its attempts. What belongs to its end goes; its errors stay, and why it
 * was revoked is kept among its past revocations. It gives its parent back what it waits for, and takes its
 * deduplication key again, if that counts until the end and is free. Its next end is to be told too, where one is. One
 * step: there is no moment at which a job could be in no set, or wait with the mark of an end.
 *
 * KEYS: job, failed, expiry, deadlines, ends, revoked. ARGV: id, channel of changes, queue's key prefix, when it had ended (ms),
 * now (ms), entry in those.
 */
const RETRY = new LuaScript<Step>(`${ENQUEUE}${NOTE_READY}
local job, id, changes, queue, ended, now, entry = KEYS[1], ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6]
if redis.call('EXISTS', job) == 0 then return 'missing' end
local finishedOn = redis.call('HGET', job, 'finishedOn')
if finishedOn ~= ended then return 'moved' end
if redis.call('ZREM', KEYS[2], id) == 0 then return 'missing' end -- it is being removed
local revoked, reason = unpack(redis.call('HMGET', job, '${ownFields.revoked}', 'failedReason'))
if revoked and revoked == reason then
  local ok, past = pcall(cjson.decode, redis.call('HGET', job, '${ownFields.revocations}') or '[]')
  if not ok or type(past) ~= 'table' then past = {} end
  past[#past + 1] = { reason = revoked, at = tonumber(finishedOn), retriedAt = tonumber(now) }
  while #past > ${MOST_REVOCATIONS} do table.remove(past, 1) end
  redis.call('HSET', job, '${ownFields.revocations}', cjson.encode(past))
end
if revoked then redis.call('HDEL', job, 'failedReason') end
redis.call('HDEL', job, '${ownFields.runAt}', 'finishedOn', 'processedOn', 'atm', 'ats', 'stc', 'defa', '${ownFields.revoked}',
  '${ownFields.cancelRequestedAt}', '${ownFields.cancelReason}', '${ownFields.slot}',
  '${ownFields.crashes}')
redis.call('HSET', job, '${ownFields.retriedAt}', now)
noteReady(job, now)
redis.call('ZREM', KEYS[3], entry)
redis.call('SREM', KEYS[6], id)
redis.call('ZREM', KEYS[4], entry)
local parent = redis.call('HGET', job, 'parentKey')
if parent and redis.call('EXISTS', parent) == 1 and (redis.call('ZREM', parent .. ':unsuccessful', job) == 1
  or redis.call('HDEL', parent .. ':failed', job) == 1) then redis.call('SADD', parent .. ':dependencies', job) end
local deduplication = redis.call('HGET', job, 'deid')
local ok, options = pcall(cjson.decode, redis.call('HGET', job, 'opts') or '{}')
if deduplication and ok and options['de'] and not options['de']['ttl'] then
  redis.call('SETNX', queue .. 'de:' .. deduplication, id)
end
if ok and options['webhookUrl'] then redis.call('ZADD', KEYS[5], now, entry) end
enqueue(queue, id, 'failed', changes)
return 'done'
`);

/** Has a delayed job run now. KEYS: job, delayed. ARGV: id, channel of changes, queue's key prefix, now (ms). */
const PROMOTE = new LuaScript<Step>(`${ENQUEUE}${NOTE_READY}
local job, id, changes, queue, now = KEYS[1], ARGV[1], ARGV[2], ARGV[3], ARGV[4]
if redis.call('EXISTS', job) == 0 then return 'missing' end
if redis.call('ZREM', KEYS[2], id) == 0 then return 'moved' end
noteReady(job, now)
enqueue(queue, id, 'delayed', changes)
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
    const keys = [...this.keysOf(task, 'failed'), this.keys.retention, this.keys.expirations, this.keys.ends];
    keys.push(this.keys.revoked(task.queue));
    const ended = [task.finishedAt ?? '', Date.now(), entryOf(task.queue, task.id)];
    return this.broker.ask(RETRY.run(this.broker.producer, keys, [...this.valuesOf(task), ...ended]));
  }

  async promote(task: TaskSnapshot): Promise<Step> {
    const keys = this.keysOf(task, 'delayed');
    return this.broker.ask(PROMOTE.run(this.broker.producer, keys, [...this.valuesOf(task), Date.now()]));
  }

  private keysOf({ queue, id }: TaskSnapshot, from: 'failed' | 'delayed'): string[] {
    return [id, from].map((type) => this.queues.get(queue).toKey(type));
  }

  private valuesOf({ queue, id }: TaskSnapshot): string[] {
    return [id, this.keys.changes, this.queues.get(queue).toKey('')];
  }
}
