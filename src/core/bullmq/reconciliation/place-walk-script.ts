import { OLD_MARKER, jobSuffix, listPlaces, queueKey, setPlaces } from '../layout.js';
import { quoted } from './quoted.js';

/** Lua pattern of a UUIDv7, as `task-id.ts` generates them. */
export const ID_PATTERN = '^%x%x%x%x%x%x%x%x%-%x%x%x%x%-7%x%x%x%-[89ab]%x%x%x%-%x%x%x%x%x%x%x%x%x%x%x%x$';

/**
 * Lua: `walkPlaces(from, count)` visits the members of all places and removes those without a record: a worker that
 * took one would run a task without a name. A task that is missing from the index is added to it again.
 *
 * `from` is `<queue> <place> <cursor>`. Shares the locals of `record-walk-script.ts`.
 */
export const PLACE_WALK = `
local sets, lists = { ${quoted(setPlaces)} }, { ${quoted(listPlaces)} }

local function removeFrom(place, isSet, queue, id)
  if redis.call('EXISTS', queue.keys .. id .. '${jobSuffix.lock}') == 1 then return end -- a worker still has it
  if isSet then redis.call('ZREM', queue.keys .. place, id) else redis.call('LREM', queue.keys .. place, 1, id) end
  redis.call('SREM', queue.keys .. '${queueKey.stalled}', id)
  report('dropped', queue, id)
end

local function keepMember(place, isSet, queue, id)
  if string.sub(id, 1, ${OLD_MARKER.length}) == '${OLD_MARKER}' then return end -- a marker of older versions of BullMQ
  if redis.call('EXISTS', queue.keys .. id) == 0 then return removeFrom(place, isSet, queue, id) end
  if string.find(id, '${ID_PATTERN}') and not redis.call('ZSCORE', index, id) then
    redis.call('ZADD', index, 0, id)
    report('indexed', queue, id)
  end
end

-- The next members of a place, and the cursor behind them: '0' at its end.
local function membersOf(place, isSet, queue, cursor, count)
  local key = queue.keys .. place
  local ids = {}
  if isSet then
    local found = redis.call('ZSCAN', key, cursor, 'COUNT', count)
    for i = 1, #found[2], 2 do ids[#ids + 1] = found[2][i] end
    return ids, found[1]
  end
  ids = redis.call('LRANGE', key, cursor, cursor + count - 1)
  return ids, #ids < count and '0' or tostring(cursor + count)
end

local function walkPlaces(from, count)
  local number, step, cursor = string.match(from, '^(%d+) (%d+) (%d+)$')
  number, step, cursor = tonumber(number or 1), tonumber(step or 1), cursor or '0'
  local looked = 0
  while queues[number] do
    local queue = queues[number]
    local isSet = step <= #sets
    local place = isSet and sets[step] or lists[step - #sets]
    if queue.isSound and place then
      local ids
      ids, cursor = membersOf(place, isSet, queue, cursor, count)
      for _, id in ipairs(ids) do keepMember(place, isSet, queue, id) end
      looked = looked + #ids
    else cursor = '0' end
    if cursor == '0' then
      step = step + 1
      if step > #sets + #lists then number, step = number + 1, 1 end
    end
    if looked >= count then return number .. ' ' .. step .. ' ' .. cursor end
  end
  return nil
end
`;
