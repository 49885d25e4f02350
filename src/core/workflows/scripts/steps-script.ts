import { jobField } from '../../bullmq/layout.js';
import { STEP_JOBS } from '../../bullmq/scripts/step-jobs.js';
import { ownFields } from '../../bullmq/task-job.js';
import { field, state } from '../record/workflow-record.js';

/** Jobs touched by one run of a script: about 2 ms of Redis' time. */
export const MOST_JOBS = 100;

/** The keys and arguments of every script that moves a workflow on. */
export const stepKeys = [
  'workflow',
  'work',
  'open',
  'finished',
  'retention',
  'expirations',
  'completions',
] as const;
export const stepArgs = ['id', 'prefix', 'changes'] as const;
export const stepNumbers = ['defaultRetentionMs'] as const;

/**
 * Lua: the state machine of a workflow. `recordEnd(step)` notes that a step has ended, if its job has; `moveOn()` carries
 * out what follows, at most MOST_JOBS jobs at a time, and ends the workflow when nothing is left.
 *
 * A step counts the parents that it still waits for. A parent that ends takes one from the count of each of its children,
 * in blocks of children; how many blocks are done is noted in the same step of Redis, so nothing is counted twice,
 * whoever dies and whoever repeats it. The list `work` holds the ended steps whose children are not all counted yet.
 *
 * Shares the locals of `stepKeys`, `stepArgs` and `stepNumbers`.
 */
export const STEPS = `${STEP_JOBS}
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local budget, hasStopped = ${MOST_JOBS}, 0

local function get(name) return redis.call('HGET', workflow, name) end
local function set(...) return redis.call('HSET', workflow, ...) end
local function numberOf(name) return tonumber(get(name) or '0') end
local function count(name, by) return redis.call('HINCRBY', workflow, name, by) end

local function placeOf(step)
  local queue, job, policy, blocks = string.match(get('${field.step}' .. step) or '', '^(%S+) (%S+) (%S+) (%d+)$')
  return queue and prefix .. queue .. ':', job, policy, tonumber(blocks)
end

local function letGo(step)
  local queue, job = placeOf(step)
  set('${field.state}' .. step, '${state.released}')
  budget = budget - 1
  return releaseJob(queue, job, now)
end

-- An item is part of the workflow as soon as its step waits for it.
local function isPart(step, policy)
  return policy ~= 'i' or get('${field.expanded}' .. get('${field.children}' .. step .. ':1'))
end

local function isWaiting(step)
  local current = get('${field.state}' .. step)
  if current then return current == '${state.parked}' end
  local queue, _, policy = placeOf(step)
  return queue ~= nil and isPart(step, policy)
end

-- Ends a step that waits.
local function endWaiting(step, letter, reason)
  local queue, job = placeOf(step)
  budget = budget - 1
  if not revokeWaitingJob(queue, job, reason, now) then return false end
  set('${field.state}' .. step, letter .. ' 0 ' .. now)
  count('${field.open}', -1)
  return true
end

local function stop(reason)
  if redis.call('HSETNX', workflow, '${field.stopping}', reason) == 1 then redis.call('RPUSH', work, 'stop 0') end
  hasStopped = 1
end

-- True if the step had ended and that was new.
local function recordEnd(step)
  local queue, job, policy, blocks = placeOf(step)
  if not queue or not isPart(step, policy) then return false end
  local letter, started, ended = endOf(queue, job)
  if letter then redis.call('HSET', queue .. job, '${ownFields.notified}', ended)
  elseif redis.call('EXISTS', queue .. job) == 0 then letter, ended = 'R', now
  else return false end
  local known = get('${field.state}' .. step)
  local isOpen = not known or known == '${state.released}' or known == '${state.parked}'
  redis.call('ZREM', completions, entryOf(queue, job))
  if not isOpen then return false end
  if not started or started == '' then started = '0' end
  if letter == 'R' and get('${field.stopping}') and redis.call('HGET', queue .. job, '${jobField.failedReason}') == get('${field.stopping}') then
    letter = 'U'
  end
  set('${field.state}' .. step, letter .. ' ' .. started .. ' ' .. ended)
  if policy == 'h' then return true end
  count('${field.open}', -1)
  if letter == 'U' then
    if get('${field.cancelled}') then count('${field.revoked}', 1) end
    return true
  end
  if letter ~= 'S' and policy == 'f' then
    count('${field.failed}', 1)
    set('${field.failedAt}', now)
    stop('upstream-failed')
  end
  if blocks > 0 then redis.call('RPUSH', work, step) end
  return true
end

-- The next block of children of an ended step.
local function countDown(step)
  local _, _, policy, blocks = placeOf(step)
  local letter = string.sub(get('${field.state}' .. step) or 'S', 1, 1)
  local isSatisfied = letter == 'S' or policy == 'c' or policy == 'i'
  local isSkipped = letter == 'K' or (policy == 's' and not isSatisfied)
  local done = numberOf('${field.counted}' .. step)
  if done >= blocks or not (isSatisfied or isSkipped) then return redis.call('LPOP', work) end
  for child in string.gmatch(get('${field.children}' .. step .. ':' .. (done + 1)) or '', '[^,]+') do
    local missing = count('${field.missing}' .. child, -1)
    budget = budget - 0.2
    if isSkipped then
      if isWaiting(child) and endWaiting(child, 'K', 'upstream-skipped') then redis.call('RPUSH', work, child) end
    elseif missing == 0 and isWaiting(child) and not get('${field.stopping}') then letGo(child) end
  end
  set('${field.counted}' .. step, done + 1)
  if done + 1 == blocks then redis.call('LPOP', work) end
end

-- The next steps of a workflow that is to end. While steps are reopened nothing is revoked: the end of that starts over.
local function stopFrom(first)
  local reason, last = get('${field.stopping}'), numberOf('${field.steps}')
  if not reason or get('${field.reopening}') then return redis.call('LPOP', work) end
  local step = first
  while step < last and budget > 0 do
    if isWaiting(step) then
      if endWaiting(step, 'U', reason) and get('${field.cancelled}') then count('${field.revoked}', 1) end
    end
    budget = budget - 0.1
    step = step + 1
  end
  if step < last then redis.call('LSET', work, 0, 'stop ' .. step) else redis.call('LPOP', work) end
end

local function endHook(name, isWanted)
  local queue, job = placeOf(name)
  if not queue or get('${field.state}' .. name) then return end
  if isWanted then return letGo(name) end
  if revokeWaitingJob(queue, job, 'not-needed', now) then set('${field.state}' .. name, 'R 0 ' .. now) end
end

local function finish()
  local status = 'SUCCESS'
  if get('${field.cancelled}') and numberOf('${field.revoked}') > 0 then status = 'REVOKED'
  elseif numberOf('${field.failed}') > 0 then status = 'FAILURE' end
  set('${field.status}', status, '${field.finishedAt}', now)
  endHook('onSuccess', status == 'SUCCESS')
  endHook('onFailure', status ~= 'SUCCESS')
  endHook('onEnd', true)
  redis.call('ZADD', finished, now + (tonumber(get('${field.retentionMs}')) or defaultRetentionMs), id)
  if get('${field.webhookUrl}') then redis.call('ZADD', open, now, id) else redis.call('ZREM', open, id) end
  local parent = get('${field.parentJob}')
  if parent then
    local queue, job = string.match(parent, '^(%S+) (%S+)$')
    releaseJob(prefix .. queue .. ':', job, now)
  end
  redis.call('PUBLISH', changes, id)
  return status
end

local function isOpenWorkflow()
  local status = get('${field.status}')
  return status == 'PENDING' or status == 'STARTED'
end

-- Whether more is to be done, the status of a workflow that has just ended or '', and whether it began to stop.
local function moveOn()
  while budget > 0 do
    local item = redis.call('LINDEX', work, 0)
    if not item then break end
    local from = string.match(item, '^stop (%d+)$')
    if from then stopFrom(tonumber(from)) else countDown(item) end
  end
  if redis.call('EXISTS', work) == 1 then return { 1, '', hasStopped } end
  if not isOpenWorkflow() or numberOf('${field.open}') > 0 or get('${field.reopening}') then return { 0, '', hasStopped } end
  return { 0, finish(), hasStopped }
end
`;
