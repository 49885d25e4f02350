import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import type { QueueName } from '../../platform/config/queue-names.js';
import { Broker } from '../redis/broker.js';
import { Keys } from '../redis/keys.js';
import { LuaScript } from '../redis/lua-script.js';
import { entryOf } from './queue-entry.js';
import { Queues } from './queues.js';
import { RETENTION_OF } from './retention-script.js';
import { ownFields } from './task-job.js';

/** `revoked`: it waited and is final now. `running`: it was told to stop. The others: nothing was done. */
export type Revocation = 'revoked' | 'running' | 'final' | 'missing';

/**
 * Takes a job that waits, in whatever way, out of its queue and keeps it among the failed ones, marked as revoked;
 * a running one is only marked. BullMQ can remove a waiting job but not end it, and two steps could lose it between.
 * What depends on a job of BullMQ's is done as its own scripts do: its deduplication key is freed, its event written.
 * The end of one with a `webhookUrl` is due to be told.
 *
 * KEYS: job, active, wait, paused, prioritized, delayed, failed, events, expiry, deadlines, ends,
 * revoked.
 * ARGV: id, finished at (ms), reason, queue's key prefix, entry in expiry, default retention (ms), what to leave alone,
 * channel of changes, control channel.
 */
const REVOKE = new LuaScript<Revocation>(`${RETENTION_OF}
local job, id, now, reason = KEYS[1], ARGV[1], ARGV[2], ARGV[3]
if redis.call('EXISTS', job) == 0 then return 'missing' end
if redis.call('HEXISTS', job, 'finishedOn') == 1 then return 'final' end
local leave = ARGV[7]
if leave == 'started' and (tonumber(redis.call('HGET', job, 'ats') or '0') > 0
  or redis.call('HEXISTS', job, '${ownFields.retriedAt}') == 1) then return 'running' end
-- It ends when it has expired; what had expired before it was submitted ends then.
if leave == 'started' then
  now = string.format('%.0f', math.max(tonumber(now), tonumber(redis.call('HGET', job, 'timestamp')) or 0))
end
if redis.call('LPOS', KEYS[2], id) then
  if leave ~= '' then return 'running' end
  redis.call('HSETNX', job, '${ownFields.cancelRequestedAt}', now)
  redis.call('HSETNX', job, '${ownFields.cancelReason}', reason)
  redis.call('PUBLISH', ARGV[9], id .. ' ' .. redis.call('HGET', job, '${ownFields.cancelReason}'))
  redis.call('PUBLISH', ARGV[8], id)
  return 'running'
end
redis.call('LREM', KEYS[3], 1, id)
redis.call('LREM', KEYS[4], 1, id)
redis.call('ZREM', KEYS[5], id)
local due = redis.call('ZSCORE', KEYS[6], id)
if due then redis.call('HSET', job, '${ownFields.runAt}', string.format('%.0f', math.floor(due / 4096))) end
redis.call('ZREM', KEYS[6], id)
redis.call('HSET', job, 'finishedOn', now, 'failedReason', reason, '${ownFields.revoked}', reason)
redis.call('ZADD', KEYS[7], now, id)
redis.call('SADD', KEYS[12], id)
local deduplication = redis.call('HGET', job, 'deid')
if deduplication then
  local key = ARGV[4] .. 'de:' .. deduplication
  if redis.call('GET', key) == id then redis.call('DEL', key) end
end
redis.call('ZADD', KEYS[9], now + retentionOf(job, ARGV[6]), ARGV[5])
redis.call('ZREM', KEYS[10], ARGV[5])
if optionsOf(job)['webhookUrl'] then redis.call('ZADD', KEYS[11], now, ARGV[5]) end
redis.call('XADD', KEYS[8], 'MAXLEN', '~', 10000, '*', 'event', 'failed', 'jobId', id, 'failedReason', reason, 'prev', 'waiting')
redis.call('PUBLISH', ARGV[8], id)
return 'revoked'
`);

interface Request {
  readonly queue: QueueName;
  readonly id: string;
  /** `expired`, or why someone cancels. */
  readonly reason: string;
  /** ms since 1970 */
  readonly at: number;
  /**
   * What is left alone: `running` jobs, or also those that were once `started`, as what expires is only what never was.
   * Default: nothing, a running one is told to stop.
   */
  readonly leave?: 'running' | 'started';
}

/** Ends tasks that wait, and asks running ones to stop. */
@Injectable()
export class RevokeJob {
  constructor(
    private readonly broker: Broker,
    private readonly queues: Queues,
    private readonly keys: Keys,
    private readonly config: Config,
  ) {}

  run({ queue, id, reason, at, leave }: Request): Promise<Revocation> {
    const key = (type: string) => this.queues.get(queue).toKey(type);
    const lists = ['active', 'wait', 'paused', 'prioritized', 'delayed', 'failed', 'events'].map(key);
    const keys = [key(id), ...lists, this.keys.retention, this.keys.expirations, this.keys.ends];
    keys.push(this.keys.revoked(queue));
    const channels = [this.keys.changes, this.keys.control];
    return REVOKE.run(this.broker.producer, keys, [
      id,
      at,
      reason,
      key(''),
      entryOf(queue, id),
      this.config.resultRetentionMs,
      leave ?? '',
      ...channels,
    ]);
  }
}
