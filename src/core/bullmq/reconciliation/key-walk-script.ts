import { ID_PATTERN } from './place-walk-script.js';

/**
 * Lua: `walkKeys(from, count)` goes through all keys of Redis and enters records that neither the index nor a place
 * knows of: they have lost both. It costs as much as there are keys, so it is done only where entries were lost.
 *
 * Uses of its surroundings: as `record-walk-script.ts`.
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
