import { queueKey, queueSetting } from '../layout.js';
import { quoted } from './quoted.js';

/** Marks the settings of a queue as copied: if the mark is gone, so are the settings. */
const MARK = 'cel:kept';

/**
 * Lua: `keepSettings(queue)` copies a queue's settings next to the position of the pass, and restores them from there
 * after a loss: they are stored nowhere else. A pause that is newer than the copy is recognized by its hold.
 *
 * Shares the locals of `record-walk-script.ts`, plus `position` and `holds`.
 */
export const META = `
local settings = { ${quoted(Object.values(queueSetting))} }

local function writeAgain(queue, copy)
  local lost = cjson.decode(copy)
  if redis.call('HEXISTS', holds, queue.name) == 1 then lost['${queueSetting.paused}'] = '1' end
  for name, value in pairs(lost) do
    if redis.call('HSETNX', queue.keys .. '${queueKey.meta}', name, value) == 1 then report('restored', queue, name) end
  end
end

local function keepSettings(queue)
  local meta, field = queue.keys .. '${queueKey.meta}', 'meta:' .. queue.name
  local copy = redis.call('HGET', position, field)
  if copy and redis.call('HEXISTS', meta, '${MARK}') == 0 then writeAgain(queue, copy) end
  if redis.call('EXISTS', meta) == 0 then return end
  redis.call('HSET', meta, '${MARK}', 1)
  local current, values = {}, redis.call('HMGET', meta, unpack(settings))
  for i, name in ipairs(settings) do current[name] = values[i] or nil end
  redis.call('HSET', position, field, cjson.encode(current))
end
`;
