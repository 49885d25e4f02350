import { LuaScript } from '../../redis/lua-script.js';
import { flag, integer } from '../../redis/script-reply.js';
import { field, state } from '../record/workflow-record.js';
import { STEPS, stepArgs, stepKeys, stepNumbers } from './steps-script.js';

/**
 * Opens a workflow whose steps are about to be reopened: until the end of that it cannot end. Returns 0 for one in none
 * of the given states.
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
for _, wanted in ipairs(states) do
  if status == wanted then
    redis.call('HSET', workflow, '${field.status}', 'STARTED', '${field.reopening}', now)
    redis.call('HDEL', workflow, '${field.finishedAt}')
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
 * had failed without consequences. A hook waits again if it was not needed. Returns the number of reopened steps.
 */
export const REOPEN_STEPS = new LuaScript({
  name: 'reopen-steps',
  keys: stepKeys,
  args: [...stepArgs, 'isForced'],
  numbers: stepNumbers,
  moreArgs: 'steps',
  text: `${STEPS}
local function mayReopen(letter, policy)
  if policy == 'h' then return letter == 'R' end
  if letter == 'U' then return true end
  return (letter == 'F' or letter == 'R') and (policy == 'f' or policy == 'i' or isForced == '1')
end

-- The step of an item waits for it again.
local function countUp(item)
  if redis.call('HDEL', workflow, '${field.counted}' .. item) == 0 then return end
  count('${field.missing}' .. get('${field.children}' .. item .. ':1'), 1)
end

local reopened = 0
for _, step in ipairs(steps) do
  local queue, job, policy = placeOf(step)
  local letter = string.match(get('${field.state}' .. step) or '', '^[FRUK]')
  if letter and mayReopen(letter, policy) then
    local mayStart = policy ~= 'h' and numberOf('${field.missing}' .. step) == 0
    if reopenJob(queue, job, now, mayStart) then
      if mayStart then set('${field.state}' .. step, '${state.released}')
      else redis.call('HDEL', workflow, '${field.state}' .. step) end
      if policy == 'i' then countUp(step) end
      if policy ~= 'h' then count('${field.open}', 1) end
      reopened = reopened + 1
    end
  end
end
return reopened
`,
  reply: integer,
});

/**
 * Notes how many steps still count as failed. If there is none, the workflow no longer stops: what was revoked for them
 * may be reopened. Otherwise what waits is revoked again.
 */
export const RESUME = new LuaScript({
  name: 'resume-workflow',
  keys: ['workflow', 'work'],
  args: ['failed'],
  text: `
redis.call('HSET', workflow, '${field.failed}', failed, '${field.revoked}', 0)
redis.call('HDEL', workflow, '${field.stopping}', '${field.cancelled}')
if failed ~= '0' then
  redis.call('HSET', workflow, '${field.stopping}', 'upstream-failed')
  redis.call('RPUSH', work, 'stop 0')
end
return 1
`,
  reply: flag,
});
