import { LuaScript } from '../../redis/lua-script.js';
import { integer, listOf, oneOf, text, textOrNull, tuple } from '../../redis/script-reply.js';
import { scheduleFields } from './schedule-record.js';

/** Number of ticks in a schedule's history. */
export const MOST_ENTRIES = 100;

/**
 * Takes up to `count` schedules that are due by the broker's clock (or at `at`, unless that is 0): for `leaseMs`, no
 * other worker finds them. Returns the time, the wait until the next one is due in ms (-1: none is), and the taken
 * records, each as its id and its fields.
 */
export const TAKE_DUE = new LuaScript({
  name: 'take-due-schedules',
  keys: ['times', 'records'],
  numbers: ['count', 'leaseMs', 'at'],
  text: `
local time = redis.call('TIME')
local now = at > 0 and at or time[1] * 1000 + math.floor(time[2] / 1000)
local taken = {}
for i, id in ipairs(redis.call('ZRANGEBYSCORE', times, '-inf', now, 'LIMIT', 0, count)) do
  local fields = redis.call('HMGET', records .. id, ${scheduleFields.map((name) => `'${name}'`).join(', ')})
  redis.call('ZADD', times, now + leaseMs, id)
  taken[i] = { id, fields }
end
local first = redis.call('ZRANGE', times, 0, 0, 'WITHSCORES')
return { now, first[2] and math.max(0, math.floor(first[2] - now)) or -1, taken }
`,
  reply: tuple(integer, integer, listOf(tuple(text, listOf(textOrNull)))),
});

/** Number of tasks or workflows that a schedule remembers for its rule on overlaps: the newest. */
export const MOST_OPEN = 100;

/** Lua: `joined(ids, more, known)` appends to `ids` those of `more` that `known` lacks, and keeps the newest. */
const JOINED = `
local function joined(ids, more, known)
  local all, seen = {}, {}
  for id in string.gmatch(known, '%S+') do seen[id] = true end
  for id in string.gmatch(ids, '%S+') do all[#all + 1], seen[id] = id, true end
  for id in string.gmatch(more, '%S+') do if not seen[id] then all[#all + 1] = id end end
  return table.concat(all, ' ', math.max(1, #all - ${MOST_OPEN - 1}))
end
`;

/**
 * Records what became of a taken schedule's ticks up to `handled` ('' if only a queued one was submitted), once; and
 * moves on to its next tick, if nobody has changed the schedule since it was taken at `revision` and `tick`. Whoever
 * comes second records nothing. `look` is the next time to look at it ('' for never). Runs noted since it
 * was taken, when its open work was `knownOpen`, remain open.
 */
export const SETTLE_TICKS = new LuaScript({
  name: 'settle-ticks',
  keys: ['record', 'times', 'history'],
  args: [
    'id',
    'revision',
    'tick',
    'handled',
    'wasQueued',
    'newTick',
    'newDue',
    'look',
    'queued',
    'knownOpen',
    'open',
    'missed',
  ],
  moreArgs: 'entries',
  text: `${JOINED}
local known = redis.call('HMGET', record, 'revision', 'tick', 'due', 'last_tick', 'queued', 'open')
if not known[1] then return 'gone' end
local last = tonumber(known[4] or '-1')
local isNew = handled ~= '' and tonumber(handled) > last
if isNew or (wasQueued ~= '' and known[5] == wasQueued) then
  redis.call('HSET', record, 'queued', queued, 'open', joined(open, known[6] or '', knownOpen))
  redis.call('HDEL', record, 'unknown_since')
  if isNew then
    redis.call('HSET', record, 'last_tick', handled)
    redis.call('HINCRBY', record, 'missed', missed)
  end
  for _, entry in ipairs(entries) do
    local at = cjson.decode(entry).tick
    if at > last or at == tonumber(wasQueued) then redis.call('LPUSH', history, entry) end
  end
  redis.call('LTRIM', history, 0, ${MOST_ENTRIES - 1})
end
if known[1] == revision and known[2] == tick then
  redis.call('HSET', record, 'tick', newTick, 'due', newDue)
  if look == '' then redis.call('ZREM', times, id) else redis.call('ZADD', times, look, id) end
  return 'moved'
end
if (known[3] or '') ~= '' then redis.call('ZADD', times, 'XX', known[3], id) end
return 'changed'
`,
  reply: oneOf('gone', 'moved', 'changed'),
});

/** Adds lines to the history, and tasks to those that are looked at before the next tick. */
export const NOTE_RUNS = new LuaScript({
  name: 'note-runs',
  keys: ['record', 'history'],
  args: ['open'],
  moreArgs: 'entries',
  text: `${JOINED}
if redis.call('EXISTS', record) == 0 then return 0 end
if open ~= '' then redis.call('HSET', record, 'open', joined(redis.call('HGET', record, 'open') or '', open, '')) end
for _, entry in ipairs(entries) do redis.call('LPUSH', history, entry) end
redis.call('LTRIM', history, 0, ${MOST_ENTRIES - 1})
return 1
`,
  reply: integer,
});
