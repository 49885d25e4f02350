import { LuaScript } from '../../redis/lua-script.js';
import { flag } from '../../redis/script-reply.js';

/**
 * Stores the facts of a schedule and its next tick, unless somebody has changed it since it was read: `revision` and
 * `tick` are as they were then ('0' and '' for a new one). With a `fingerprint` other than '', the schedule is declared
 * in code. A due time that stays is not touched: a worker may have taken the tick. A queued tick, which is in the past,
 * is looked at now.
 */
export const CHANGE_SCHEDULE = new LuaScript({
  name: 'change-schedule',
  keys: ['record', 'all', 'times', 'paused', 'declared'],
  args: ['id', 'revision', 'tick', 'facts', 'newTick', 'newDue', 'isPaused', 'fingerprint'],
  text: `
local known = redis.call('HMGET', record, 'revision', 'tick', 'due')
if (known[1] or '0') ~= revision or (known[2] or '') ~= tick then return 0 end
if fingerprint ~= '' then redis.call('HSET', declared, id, fingerprint) end
redis.call('HSET', record, 'facts', facts, 'revision', revision + 1, 'tick', newTick, 'due', newDue)
redis.call('HDEL', record, 'unknown_since')
redis.call('ZADD', all, 0, id)
if isPaused == '1' then
  redis.call('SADD', paused, id)
  redis.call('ZREM', times, id)
  return 1
end
redis.call('SREM', paused, id)
local queued = redis.call('HGET', record, 'queued') or ''
local look = queued ~= '' and queued or newDue
if look == '' then redis.call('ZREM', times, id)
elseif newDue == known[3] then redis.call('ZADD', times, 'NX', look, id)
else redis.call('ZADD', times, look, id) end
return 1
`,
  reply: flag,
});

/** Removes a schedule. With `isGone` 1 it also counts as not declared; otherwise it stays declared, and removed. */
export const REMOVE_SCHEDULE = new LuaScript({
  name: 'remove-schedule',
  keys: ['record', 'ticks', 'all', 'times', 'paused', 'declared'],
  args: ['id', 'isGone'],
  text: `
if isGone == '1' then redis.call('HDEL', declared, id) end
redis.call('ZREM', all, id)
redis.call('ZREM', times, id)
redis.call('SREM', paused, id)
redis.call('DEL', ticks)
return redis.call('DEL', record)
`,
  reply: flag,
});
