import { LuaScript } from '../../redis/lua-script.js';
import { flag, integer } from '../../redis/script-reply.js';
import { field, state } from '../record/workflow-record.js';
import { STEPS, stepArgs, stepKeys, stepNumbers } from './steps-script.js';

/**
 * Opens a workflow whose steps are about to be reopened: until the end of that it cannot end, and nothing is revoked.
 * Returns 0 for one in none of the given states, and for one that is being removed.
 */
export const REOPEN = new LuaScript({
  name: 'reopen-workflow',
  keys: ['workflow', 'open', 'finished'],
  args: ['id'],
  numbers: ['checkMs'],
  moreArgs: 'states',
  text: `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local status = redis.call('HGET', workflow, '${field.status}')
if redis.call('HEXISTS', workflow, '${field.removing}') == 1 then return 0 end
for _, wanted in ipairs(states) do
  if status == wanted then
    if status ~= 'PENDING' and status ~= 'STARTED' then
      redis.call('HDEL', workflow, '${field.finishedAt}', '${field.stopping}', '${field.cancelled}')
      redis.call('HSET', workflow, '${field.revoked}', 0)
    end
    redis.call('HSET', workflow, '${field.status}', 'STARTED', '${field.reopening}', now)
    redis.call('HINCRBY', workflow, '${field.reopeners}', 1)
    redis.call('ZREM', finished, id)
    redis.call('ZADD', open, now + checkMs, id)
    return 1
  end
end
return 0
`,
  reply: flag,
});

/**
 * Reopens ended steps: one with parents to wait for waits again, any other starts again. With `isForced` also one that
 * had failed without consequences. An item runs again only with its step. A hook waits again if it was not needed. Returns
 * the number of reopened steps: none if the sweep has closed the workflow meanwhile, because this process took too long.
 */
export const REOPEN_STEPS = new LuaScript({
  name: 'reopen-steps',
  keys: stepKeys,
  args: [...stepArgs, 'isForced'],
  numbers: stepNumbers,
  moreArgs: 'steps',
  text: `${STEPS}
local function stepOf(item) return get('${field.children}' .. item .. ':1') end
local function letterOf(step) return string.match(get('${field.state}' .. step) or '', '^[SFRUK]') end

local function mayReopen(step, letter, policy)
  if policy == 'h' then return letter == 'R' end
  if letter == 'U' then return true end
  if letter ~= 'F' and letter ~= 'R' then return false end
  if policy == 'f' or isForced == '1' then return true end
  if policy ~= 'i' then return false end
  -- Nobody gathers the result of an item whose step stays as it is.
  local parent = stepOf(step)
  local ended, _, _, parentPolicy = letterOf(parent), placeOf(parent)
  return not ended or mayReopen(parent, ended, parentPolicy)
end

-- The step of an item waits for it again.
local function countUp(item)
  if redis.call('HDEL', workflow, '${field.counted}' .. item) == 0 then return end
  count('${field.missing}' .. stepOf(item), 1)
end

if not get('${field.reopening}') then return 0 end
local reopened = 0
for _, step in ipairs(steps) do
  local queue, job, policy = placeOf(step)
  local letter = letterOf(step)
  if letter and mayReopen(step, letter, policy) then
    local mayStart = policy ~= 'h' and numberOf('${field.missing}' .. step) == 0
    if reopenJob(queue, job, now, mayStart) then
      if mayStart then set('${field.state}' .. step, '${state.released}')
      else redis.call('HDEL', workflow, '${field.state}' .. step) end
      if policy == 'i' then countUp(step) end
      if policy ~= 'h' then count('${field.open}', 1) end
      if policy == 'f' and letter ~= 'U' then count('${field.failed}', -1) end
      reopened = reopened + 1
    end
  end
end
return reopened
`,
  reply: integer,
});

/** Runs a hook again that has failed or was cancelled. Its workflow stays as it is. Returns 0 for any other hook. */
export const REOPEN_HOOK = new LuaScript({
  name: 'reopen-hook',
  keys: stepKeys,
  args: [...stepArgs, 'hook'],
  numbers: stepNumbers,
  text: `${STEPS}
local queue, job, policy = placeOf(hook)
if policy ~= 'h' or get('${field.removing}') or not string.match(get('${field.state}' .. hook) or '', '^[FR]') then return 0 end
if not reopenJob(queue, job, now, true) then return 0 end
set('${field.state}' .. hook, '${state.released}')
return 1
`,
  reply: flag,
});

/**
 * Lets a workflow go on in which no step counts as failed any more. Returns 1 if it does: what was revoked with the
 * failed steps may be reopened.
 */
export const RESUME = new LuaScript({
  name: 'resume-workflow',
  keys: ['workflow'],
  text: `
if redis.call('HEXISTS', workflow, '${field.reopening}') == 0 or redis.call('HEXISTS', workflow, '${field.cancelled}') == 1 then return 0 end
if tonumber(redis.call('HGET', workflow, '${field.failed}') or '0') > 0 then return 0 end
redis.call('HDEL', workflow, '${field.stopping}')
return 1
`,
  reply: flag,
});

/**
 * Ends a retry. After the last of several: what waits is revoked again if a step counts as failed, or if the workflow was
 * cancelled. With `isForced` whatever the others do. Returns 1 if the workflow stops.
 */
export const CLOSE = new LuaScript({
  name: 'close-retry',
  keys: ['workflow', 'work'],
  args: ['isForced'],
  text: `
if redis.call('HEXISTS', workflow, '${field.reopening}') == 0 then return 0 end
if redis.call('HINCRBY', workflow, '${field.reopeners}', -1) > 0 and isForced ~= '1' then return 0 end
redis.call('HDEL', workflow, '${field.reopening}', '${field.reopeners}')
local reason = redis.call('HGET', workflow, '${field.cancelled}')
local hasFailed = tonumber(redis.call('HGET', workflow, '${field.failed}') or '0') > 0
if not reason and not hasFailed then return 0 end
redis.call('HSETNX', workflow, '${field.stopping}', reason or 'upstream-failed')
redis.call('RPUSH', work, 'stop 0')
return 1
`,
  reply: flag,
});
