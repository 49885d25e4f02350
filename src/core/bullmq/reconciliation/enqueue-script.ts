/**
 * Lua: `enqueue(queue, id, previous, changes)` puts a job where workers take the next one from, as BullMQ's own scripts
 * do, and notifies BullMQ's listeners and ours. Every script that makes a job wait uses it.
 *
 * @param queue the queue's key prefix
 * @param previous the place that the job comes from, for BullMQ's event
 * @param changes the channel of changes
 */
export const ENQUEUE = `
local function enqueue(queue, id, previous, changes)
  local priority = tonumber(redis.call('HGET', queue .. id, 'priority') or '0')
  if priority == 0 then redis.call('LPUSH', queue .. 'wait', id)
  else
    local place = redis.call('INCR', queue .. 'pc') % 0x100000000
    redis.call('ZADD', queue .. 'prioritized', priority * 0x100000000 + place, id)
  end
  local paused, most = unpack(redis.call('HMGET', queue .. 'meta', 'paused', 'concurrency'))
  local isFull = most and redis.call('LLEN', queue .. 'active') >= tonumber(most)
  if not paused and not isFull then redis.call('ZADD', queue .. 'marker', 0, '0') end
  redis.call('XADD', queue .. 'events', 'MAXLEN', '~', 10000, '*', 'event', 'waiting', 'jobId', id, 'prev', previous)
  redis.call('PUBLISH', changes, id)
end
`;
