import { ID_PATTERN } from './place-walk-script.js';

/**
 * Lua: `walkKeys(from, count)` scans all keys of Redis and restores the index entries of records that are missing both
 * from the index and from their place. Its cost grows with the number of keys, so it runs only after entries were lost.
 *
 * Shares the locals of `record-walk-script.ts`.
 */
export const KEY_WALK = `
local function keepRecord(key)
  for _, queue in ipairs(queues) do
    local isOfQueue = string.sub(key, 1, #queue.keys) == queue.keys
    local id = isOfQueue and string.sub(key, #queue.keys + 1)
    if id and string.find(id, '${ID_PATTERN}') and not redis.call('ZSCORE', index, id) then
      redis.call('ZADD', index, 0, id)
      report('indexed', queue, id)
    end
  end
end

local function walkKeys(from, count)
  local found = redis.call('SCAN', from == '' and '0' or from, 'COUNT', count)
  for _, key in ipairs(found[2]) do keepRecord(key) end
  return found[1] ~= '0' and found[1] or nil
end
`;
