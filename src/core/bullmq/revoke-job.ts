import { Injectable } from '@nestjs/common';
import { CoreOptions } from '../core-options.js';
import type { QueueName } from '../task/queue-name.js';
import { Broker } from '../redis/broker.js';
import { Keys } from '../redis/keys.js';
import { LuaScript } from '../redis/lua-script.js';
import { oneOf } from '../redis/script-reply.js';
import { ASIDE_SCORE } from './aside/slots.js';
import { DEDUPLICATION, DELAYED_STEP, MOST_EVENTS, event, jobField, place } from './layout.js';
import { entryOf } from './queue-entry.js';
import { FOLLOWED } from './followed.js';
import { Queues } from './queues.js';
import { RETENTION_OF } from './scripts/retention-script.js';
import { ownFields } from './task-job.js';

/** `revoked`: it waited and is final now. `running`: it was asked to stop. Otherwise nothing was done. */
export type Revocation = 'revoked' | 'running' | 'final' | 'missing';

/**
 * Takes a waiting job out of its queue and adds it to the failed ones, marked as revoked; a running job is only marked.
 * BullMQ can remove a waiting job but not end it, and two separate steps could lose it. Like BullMQ's own scripts, this
 * one releases the job's deduplication key and writes its event. If something follows the job's completion, that
 * becomes due.
 *
 * `queue`: the queue's key prefix. `entry`: the job's name in the sets of all queues. `at`: its end time (ms).
 * `leave` (or '') and `retriedAfter`: as in a Request. `changes`, `control`: channels.
 */
const REVOKE = new LuaScript({
  name: 'revoke-job',
  // prettier-ignore
  keys: [
    'job', 'active', 'wait', 'paused', 'prioritized', 'delayed', 'failed', 'events',
    'waitingChildren', 'retention', 'expirations', 'completions', 'revokedIds',
  ],
  args: ['id', 'reason', 'queue', 'entry', 'leave', 'changes', 'control'],
  numbers: ['at', 'retriedAfter', 'defaultRetentionMs'],
  text: `${RETENTION_OF}${FOLLOWED}
local now = at
if redis.call('EXISTS', job) == 0 then return 'missing' end
if redis.call('HEXISTS', job, '${jobField.finishedOn}') == 1 then return 'final' end
if leave == 'started' and (tonumber(redis.call('HGET', job, '${jobField.attemptsStarted}') or '0') > 0
  or tonumber(redis.call('HGET', job, '${ownFields.retriedAt}') or '0') > retriedAfter) then return 'running' end
-- It ends when it has expired; what had expired before it was submitted ends then.
if leave == 'started' then
  now = string.format('%.0f', math.max(at, tonumber(redis.call('HGET', job, '${jobField.timestamp}')) or 0))
end
if redis.call('LPOS', active, id) then
  if leave ~= '' then return 'running' end
  redis.call('HSETNX', job, '${ownFields.cancelRequestedAt}', now)
  redis.call('HSETNX', job, '${ownFields.cancelReason}', reason)
  redis.call('PUBLISH', control, id .. ' ' .. redis.call('HGET', job, '${ownFields.cancelReason}'))
  redis.call('PUBLISH', changes, id)
  return 'running'
end
redis.call('LREM', wait, 1, id)
redis.call('LREM', paused, 1, id)
redis.call('ZREM', prioritized, id)
redis.call('ZREM', waitingChildren, id)
local due = redis.call('ZSCORE', delayed, id)
if due and tonumber(due) < ${ASIDE_SCORE} then redis.call('HSET', job, '${ownFields.runAt}', string.format('%.0f', math.floor(due / ${DELAYED_STEP}))) end
redis.call('ZREM', delayed, id)
redis.call('HSET', job, '${jobField.finishedOn}', now, '${jobField.failedReason}', reason, '${ownFields.revoked}', reason)
redis.call('ZADD', failed, now, id)
redis.call('SADD', revokedIds, id)
local deduplication = redis.call('HGET', job, '${jobField.deduplicationId}')
if deduplication then
  local key = queue .. '${DEDUPLICATION}' .. deduplication
  if redis.call('GET', key) == id then redis.call('DEL', key) end
end
redis.call('ZADD', retention, now + retentionOf(job, defaultRetentionMs), entry)
redis.call('ZREM', expirations, entry)
if isFollowed(optionsOf(job)) then redis.call('ZADD', completions, now, entry) end
redis.call('XADD', events, 'MAXLEN', '~', ${MOST_EVENTS}, '*',
  'event', '${event.failed}', 'jobId', id, 'failedReason', reason, 'prev', '${event.waiting}')
redis.call('PUBLISH', changes, id)
return 'revoked'
`,
  reply: oneOf<Revocation>('revoked', 'running', 'final', 'missing'),
});

interface Request {
  readonly queue: QueueName;
  readonly id: string;
  /** `expired`, or the reason of a cancel. */
  readonly reason: string;
  /** ms since 1970 */
  readonly at: number;
  /**
   * The jobs to skip: `running` ones, or those that were ever `started` as well, because only a task that never started
   * expires. Default: none, a running one is asked to stop.
   */
  readonly leave?: 'running' | 'started';
  /** For `started`: a job that was retried by hand after this time (ms) counts as started. Default: 0, any retried one. */
  readonly retriedAfter?: number;
}

/** Ends waiting tasks, and asks running ones to stop. */
@Injectable()
export class RevokeJob {
  constructor(
    private readonly broker: Broker,
    private readonly queues: Queues,
    private readonly keys: Keys,
    private readonly options: CoreOptions,
  ) {}

  run({ queue, id, reason, at, leave, retriedAfter = 0 }: Request): Promise<Revocation> {
    const keys = this.queues.keys(queue);
    const { retention, expirations, completions, changes, control } = this.keys;
    return REVOKE.run(this.broker.producer, {
      job: keys.job(id),
      ...keys.unfinished(),
      failed: keys.place(place.failed),
      events: keys.other('events'),
      revokedIds: this.keys.revoked(queue),
      queue: keys.prefix,
      entry: entryOf(queue, id),
      leave: leave ?? '',
      defaultRetentionMs: this.options.resultRetentionMs,
      ...{ id, at, reason, retriedAfter, retention, expirations, completions, changes, control },
    });
  }
}
