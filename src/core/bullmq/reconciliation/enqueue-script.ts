import {
  DELAYED_STEP,
  MOST_EVENTS,
  PRIORITY_STEP,
  event,
  jobField,
  marker,
  place,
  queueKey,
  queueSetting,
} from '../layout.js';

/**
 * Lua: `enqueue(queue, id, previous, changes)` adds a job to those that workers take next, and `delayUntil(queue, id, due,
 * changes)` to those that wait for their time, as BullMQ's own scripts do. Both notify BullMQ's listeners and ours. Every
 * script that makes a job wait uses them.
 *
 * @param queue the queue's key prefix
 * @param previous the job's previous place, for BullMQ's event
 * @param due ms since 1970
 * @param changes the channel of changes
 */
export const ENQUEUE = `
local function enqueue(queue, id, previous, changes)
  local priority = tonumber(redis.call('HGET', queue .. id, '${jobField.priority}') or '0')
  if priority == 0 then redis.call('LPUSH', queue .. '${place.wait}', id)
  else
    local count = redis.call('INCR', queue .. '${queueKey.priorityCounter}') % ${PRIORITY_STEP}
    redis.call('ZADD', queue .. '${place.prioritized}', priority * ${PRIORITY_STEP} + count, id)
  end
  local paused, most = unpack(redis.call('HMGET', queue .. '${queueKey.meta}',
    '${queueSetting.paused}', '${queueSetting.concurrency}'))
  local isFull = most and redis.call('LLEN', queue .. '${place.active}') >= tonumber(most)
  if not paused and not isFull then redis.call('ZADD', queue .. '${queueKey.marker}', 0, '${marker.base}') end
  redis.call('XADD', queue .. '${queueKey.events}', 'MAXLEN', '~', ${MOST_EVENTS}, '*',
    'event', '${event.waiting}', 'jobId', id, 'prev', previous)
  redis.call('PUBLISH', changes, id)
end

local function delayUntil(queue, id, due, changes)
  redis.call('ZADD', queue .. '${place.delayed}', due * ${DELAYED_STEP}, id)
  local first = redis.call('ZRANGE', queue .. '${place.delayed}', 0, 0, 'WITHSCORES')
  redis.call('ZADD', queue .. '${queueKey.marker}', first[2] / ${DELAYED_STEP}, '${marker.delayed}')
  redis.call('XADD', queue .. '${queueKey.events}', 'MAXLEN', '~', ${MOST_EVENTS}, '*',
    'event', '${event.delayed}', 'jobId', id, 'delay', due)
  redis.call('PUBLISH', changes, id)
end
`;
