import { STALLED_TOO_OFTEN, jobField, jobSuffix, listPlaces, place, queueKey, setPlaces } from '../layout.js';
import { ASIDE_SCORE } from '../aside/slots.js';
import { FOLLOWED } from '../followed.js';
import { ownFields } from '../task-job.js';
import { quoted } from './quoted.js';

/** Younger records are skipped: they may be in use. */
const YOUNG_MS = 5_000;
/** An index entry without a record is kept this long: its job may be about to be stored. */
const UNSTORED_MS = 60_000;
/** A record claimed for removal less than this ago is being removed. */
const CLAIMED_MS = 60_000;
/** The number of list elements that one slice may search for ids. */
const MOST_SEARCHED = 200_000;

/**
 * Lua: `walkRecords(from, count)` compares records with their places, in the order of the index, and puts jobs that are
 * in no place back into one. Each record ends up in exactly one place:
 *
 *     has an end                         ──> completed, failed
 *     its lock is held                   ──> active
 *     its time has not come              ──> delayed
 *     otherwise, one more crash if it ran ──> wait, prioritized
 *
 * Redis runs a script as one step, and BullMQ also moves a job between places in one step, so a job that is in no place
 * here is not on its way to one. Each repair is reported through `report(kind, queue, id)`.
 *
 * Shares these locals with its caller: `queues` (name, keys, isSound), `index`, `deadlines`, `completions`, `changes`,
 * `typeAside`, `asideTypes`, `mostStalls`, `now`, `report`, `enqueue`, `delayUntil`.
 */
export const RECORD_WALK = `${FOLLOWED}
local searched = 0

-- Whether it was in one.
local function takeFromPlaces(keys, id)
  local found = 0
  for _, set in ipairs({ ${quoted(setPlaces)} }) do
    found = found + redis.call('ZREM', keys .. set, id)
  end
  for _, list in ipairs({ ${quoted(listPlaces)} }) do found = found + redis.call('LREM', keys .. list, 1, id) end
  redis.call('SREM', keys .. '${queueKey.stalled}', id)
  return found > 0
end

local function isIn(keys, list, id)
  searched = searched + redis.call('LLEN', keys .. list)
  return redis.call('LPOS', keys .. list, id)
end

-- Every start that came to an end was counted as a failure, a stall or a crash: one that was not still ran.
local function hasStillRun(job)
  local counts = redis.call('HMGET', job, '${jobField.attemptsStarted}', '${jobField.attemptsMade}',
    '${jobField.stalls}', '${ownFields.crashes}')
  local started, failed, stalled, crashed = unpack(counts)
  return tonumber(started or 0) > tonumber(failed or 0) + tonumber(stalled or 0) + tonumber(crashed or 0)
end

local function putBack(queue, id)
  local keys = queue.keys
  local job = keys .. id
  local timestamp, delayMs, processedOn = unpack(redis.call('HMGET', job, '${jobField.timestamp}', '${jobField.delay}',
    '${jobField.processedOn}'))
  local age = now - (tonumber(timestamp) or 0)
  if age >= 0 and age < ${YOUNG_MS} then return end
  takeFromPlaces(keys, id)
  local waitMs = tonumber(delayMs) or 0
  if waitMs > 0 then
    -- A retry waits from the end of its last attempt on, which is not recorded: its start is.
    local due = (tonumber(processedOn) or tonumber(timestamp) or now) + waitMs
    if due > now then
      delayUntil(keys, id, due, changes)
      return report('delayed', queue, id)
    end
    redis.call('HSET', job, '${jobField.delay}', 0)
  elseif hasStillRun(job) and redis.call('HINCRBY', job, '${jobField.stalls}', 1) > mostStalls then
    redis.call('HSET', job, '${jobField.deferredFailure}', '${STALLED_TOO_OFTEN}')
  end
  enqueue(keys, id, 'unknown', changes)
  report('requeued', queue, id)
end

-- What is set aside is brought back by the set of its type.
local function keepAside(queue, id, name)
  local priority = tonumber(redis.call('HGET', queue.keys .. id, '${jobField.priority}') or '') or 0
  redis.call('ZADD', typeAside .. name, 'NX', priority, queue.name .. ':' .. id)
  redis.call('SADD', asideTypes, name)
end

local function keepPlaceOfOpen(queue, id, name)
  local keys = queue.keys
  if redis.call('ZSCORE', keys .. '${place.prioritized}', id) then return end
  local due = redis.call('ZSCORE', keys .. '${place.delayed}', id)
  if due and tonumber(due) >= ${ASIDE_SCORE} then keepAside(queue, id, name) end
  if due then return end
  if redis.call('EXISTS', keys .. id .. '${jobSuffix.lock}') == 1 then
    if isIn(keys, '${place.active}', id) then return end
    takeFromPlaces(keys, id)
    redis.call('LPUSH', keys .. '${place.active}', id)
    return report('reactivated', queue, id)
  end
  if isIn(keys, '${place.active}', id) or isIn(keys, '${place.wait}', id) or isIn(keys, '${place.paused}', id) then return end
  if redis.call('ZSCORE', keys .. '${place.waitingChildren}', id) then return end
  putBack(queue, id)
end

local function keepPlaceOfEnded(queue, id, finishedOn, claimed)
  local keys = queue.keys
  if redis.call('ZSCORE', keys .. '${place.completed}', id) or redis.call('ZSCORE', keys .. '${place.failed}', id) then return end
  if now - (tonumber(claimed) or 0) < ${CLAIMED_MS} then return end
  takeFromPlaces(keys, id)
  local set = redis.call('HEXISTS', keys .. id, '${jobField.result}') == 1 and '${place.completed}' or '${place.failed}'
  redis.call('ZADD', keys .. set, finishedOn, id)
  report('ended', queue, id)
end

-- Deadline and end to come are noted beside the record: a record that names one has its entry again.
local function keepEntries(queue, id, options, finishedOn, notified)
  local ok, named = pcall(cjson.decode, options)
  if not ok or type(named) ~= 'table' then return end
  local entry = queue.name .. ':' .. id
  local expiresAt = not finishedOn and tonumber(named['expiresAt'])
  if expiresAt then
    local started, retriedAt = unpack(redis.call('HMGET', queue.keys .. id, '${jobField.attemptsStarted}', '${ownFields.retriedAt}'))
    if tonumber(started or 0) == 0 and not retriedAt then redis.call('ZADD', deadlines, 'NX', expiresAt, entry) end
  end
  if isFollowed(named) and (not finishedOn or notified ~= finishedOn) then redis.call('ZADD', completions, 'NX', now, entry) end
end

local function keepPlace(queue, id)
  local fields = redis.pcall('HMGET', queue.keys .. id, '${jobField.name}', '${jobField.options}', '${jobField.finishedOn}',
    '${ownFields.notified}', '${ownFields.claimed}')
  if fields.err then return end -- it is no hash: what it was nobody knows
  local name, options, finishedOn, notified, claimed = unpack(fields)
  if not name then -- a write that came after its removal has left it
    if redis.call('EXISTS', queue.keys .. id .. '${jobSuffix.lock}') == 1 then return end
    takeFromPlaces(queue.keys, id)
    redis.call('DEL', queue.keys .. id, queue.keys .. id .. '${jobSuffix.logs}')
    redis.call('ZREM', index, id)
    return report('dropped', queue, id)
  end
  if finishedOn then keepPlaceOfEnded(queue, id, finishedOn, claimed) else keepPlaceOfOpen(queue, id, name) end
  if options and (string.find(options, '"expiresAt"', 1, true) or mayBeFollowed(options)) then
    keepEntries(queue, id, options, finishedOn, notified)
  end
end

local function queueOf(id)
  for _, queue in ipairs(queues) do
    if redis.call('EXISTS', queue.keys .. id) == 1 then return queue end
  end
end

-- When an id was made, which is what a UUIDv7 begins with.
local function madeAt(id)
  return tonumber(string.sub(id, 1, 8) .. string.sub(id, 10, 13), 16) or 0
end

local function walkRecords(from, count)
  local ids = redis.call('ZRANGEBYLEX', index, from == '' and '-' or '(' .. from, '+', 'LIMIT', 0, count)
  for _, id in ipairs(ids) do
    local queue = queueOf(id)
    if queue then
      if queue.isSound then keepPlace(queue, id) end
    elseif now - madeAt(id) > ${UNSTORED_MS} then redis.call('ZREM', index, id) end
    from = id
    if searched > ${MOST_SEARCHED} then return from end
  end
  return #ids == count and from or nil
end
`;
