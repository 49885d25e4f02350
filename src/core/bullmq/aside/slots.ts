import { ASIDE_DUE, DELAYED_STEP, jobSuffix, place } from '../layout.js';

/** The score of a delayed job that is set aside. */
export const ASIDE_SCORE = String(BigInt(ASIDE_DUE) * BigInt(DELAYED_STEP));

/** A job that was called, and that no worker has taken yet, keeps its slot at least this long. */
const CALLED_MS = 5_000;

/**
 * Lua: `ownOf(type)` reads the limits that operators have set for a type, and `freeSlots(most, now)` the number of its
 * free slots under a concurrency of `most`.
 *
 * A slot belongs to a job as long as that is locked by a worker, or waits to be taken: a killed worker's slots are free
 * when its locks end. They are looked for only when all are in use, the oldest first.
 *
 * Shares these locals with its caller: `limits`, `slots`, `prefix`.
 */
export const SLOTS = `
local function ownOf(name)
  local ok, own = pcall(cjson.decode, redis.call('HGET', limits, name) or '{}')
  return ok and own or {}
end

local function isUsed(entry, since, now)
  if redis.call('EXISTS', prefix .. entry .. '${jobSuffix.lock}') == 1 or now - since < ${CALLED_MS} then return true end
  local queue, id = string.match(entry, '^(.*):(.*)$')
  return queue and redis.call('ZSCORE', prefix .. queue .. ':${place.prioritized}', id)
end

local function freeSlots(most, mostChecked, now)
  local free = most - redis.call('ZCARD', slots)
  if free > 0 then return free end
  local oldest = redis.call('ZRANGE', slots, 0, mostChecked - 1, 'WITHSCORES')
  for i = 1, #oldest, 2 do
    if not isUsed(oldest[i], tonumber(oldest[i + 1]), now) then
      redis.call('ZREM', slots, oldest[i])
      free = free + 1
    end
  end
  return free
end
`;
