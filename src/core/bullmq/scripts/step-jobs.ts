import { MOST_EVENTS, event, jobField, place, queueKey } from '../layout.js';
import { ENQUEUE } from '../reconciliation/enqueue-script.js';
import { ownFields } from '../task-job.js';
import { CLEAR_END, NOTE_READY } from './clear-end.js';

/**
 * Lua: what the scripts of workflows do to the jobs of steps. A step that waits for others is a job in BullMQ's
 * `waiting-children`, which BullMQ itself leaves alone as long as the job has no children of BullMQ's own.
 *
 * - `releaseJob(queue, id, now)`: a waiting job may start, or waits for its delay from now on
 * - `revokeWaitingJob(queue, id, reason, now)`: a waiting job ends as revoked
 * - `endOf(queue, id)`: `S`, `F` or `R` for success, failure or revocation, and the times of start and end (ms); nil for
 *   a job that has not ended
 * - `reopenJob(queue, id, now, mayStart)`: a failed or revoked job waits again, or starts again
 *
 * All but `endOf` do nothing, and return false, if the job is elsewhere by then.
 *
 * @param queue the queue's key prefix
 * Shares these locals with its caller: `changes` (a channel), `prefix` (of all keys), `retention`, `completions`, `expirations`.
 */
export const STEP_JOBS = `${ENQUEUE}${NOTE_READY}${CLEAR_END}
local function queueName(queue) return string.sub(queue, #prefix + 1, -2) end
local function entryOf(queue, id) return queueName(queue) .. ':' .. id end

local function releaseJob(queue, id, now)
  if redis.call('ZREM', queue .. '${place.waitingChildren}', id) == 0 then return false end
  local job = queue .. id
  local made, delayMs, started = unpack(redis.call('HMGET', job,
    '${jobField.timestamp}', '${jobField.delay}', '${jobField.attemptsStarted}'))
  delayMs = not started and tonumber(delayMs) or 0
  if delayMs > 0 then
    local due = now + delayMs
    redis.call('HSET', job, '${jobField.delay}', string.format('%.0f', math.max(0, due - (tonumber(made) or now))))
    delayUntil(queue, id, due, changes)
  else
    noteReady(job, now)
    enqueue(queue, id, '${place.waitingChildren}', changes)
  end
  return true
end

local function revokeWaitingJob(queue, id, reason, now)
  if redis.call('ZREM', queue .. '${place.waitingChildren}', id) == 0 then return false end
  redis.call('HSET', queue .. id, '${jobField.finishedOn}', now, '${jobField.failedReason}', reason,
    '${ownFields.revoked}', reason, '${ownFields.notified}', now)
  redis.call('ZADD', queue .. '${place.failed}', now, id)
  redis.call('SADD', prefix .. 'revoked:' .. queueName(queue), id)
  redis.call('ZREM', expirations, entryOf(queue, id))
  redis.call('ZREM', completions, entryOf(queue, id))
  redis.call('XADD', queue .. '${queueKey.events}', 'MAXLEN', '~', ${MOST_EVENTS}, '*',
    'event', '${event.failed}', 'jobId', id, 'failedReason', reason, 'prev', '${place.waitingChildren}')
  redis.call('PUBLISH', changes, id)
  return true
end

local function endOf(queue, id)
  local job = queue .. id
  local ended, started, revoked, reason = unpack(redis.call('HMGET', job, '${jobField.finishedOn}',
    '${jobField.processedOn}', '${ownFields.revoked}', '${jobField.failedReason}'))
  if not ended then return nil end
  if redis.call('HEXISTS', job, '${jobField.result}') == 1 then return 'S', started, ended end
  return revoked and revoked == reason and 'R' or 'F', started, ended
end

local function reopenJob(queue, id, now, mayStart)
  if redis.call('ZREM', queue .. '${place.failed}', id) == 0 then return false end
  local job = queue .. id
  local started = redis.call('HEXISTS', job, '${jobField.attemptsStarted}') == 1
  clearEnd(job, now)
  redis.call('ZREM', retention, entryOf(queue, id))
  redis.call('SREM', prefix .. 'revoked:' .. queueName(queue), id)
  redis.call('ZADD', completions, now, entryOf(queue, id))
  if mayStart then
    noteReady(job, now)
    enqueue(queue, id, '${place.failed}', changes)
  else
    -- A job that has started has waited for its delay, and the field holds how long it had to wait for others.
    if started then redis.call('HSET', job, '${jobField.delay}', 0) end
    redis.call('ZADD', queue .. '${place.waitingChildren}', now, id)
    redis.call('PUBLISH', changes, id)
  end
  return true
end
`;
