import { jobSuffix, place, queueKey } from '../../bullmq/layout.js';
import { ownFields } from '../../bullmq/task-job.js';
import { LuaScript } from '../../redis/lua-script.js';
import { integer, oneOf } from '../../redis/script-reply.js';
import { field, state } from '../record/workflow-record.js';
import { STEPS, stepArgs, stepKeys, stepNumbers } from './steps-script.js';

/**
 * Reserves numbers for the items of a step. Returns the first, or -1 if they are part of the workflow already: then the
 * step only gathers their results; or -2 if the workflow would have more than `most` steps and items. A repeated call
 * returns the same numbers.
 */
export const RESERVE_ITEMS = new LuaScript({
  name: 'reserve-items',
  keys: ['workflow'],
  args: ['step'],
  numbers: ['count', 'most'],
  text: `
if redis.call('HEXISTS', workflow, '${field.expanded}' .. step) == 1 then return -1 end
local first, known = string.match(redis.call('HGET', workflow, '${field.items}' .. step) or '', '^(%d+) (%d+)$')
if first and tonumber(known) == count then return tonumber(first) end
if tonumber(redis.call('HGET', workflow, '${field.steps}') or '0') + count > most then return -2 end
local last = redis.call('HINCRBY', workflow, '${field.steps}', count)
redis.call('HSET', workflow, '${field.items}' .. step, (last - count) .. ' ' .. count)
return last - count
`,
  reply: integer,
});

/** Lua: `leaveActive(queue, job, token)` takes a running job from its worker. False if the worker lost it. */
const LEAVE_ACTIVE = `
local function leaveActive(queue, job, token)
  local lock = queue .. job .. '${jobSuffix.lock}'
  if redis.call('GET', lock) ~= token then return false end
  if redis.call('LREM', queue .. '${place.active}', -1, job) == 0 then return false end
  redis.call('DEL', lock)
  redis.call('SREM', queue .. '${queueKey.stalled}', job)
  redis.call('ZADD', queue .. '${place.waitingChildren}', now, job)
  redis.call('PUBLISH', changes, job)
  return true
end
`;

/** `parked`: the job waits. `lost`: its worker no longer has it, and nothing was done. */
export type Parking = 'parked' | 'lost';

/** Makes the stored items of a running step part of the workflow, and lets the step wait for them. */
export const PARK_STEP = new LuaScript({
  name: 'park-step',
  keys: stepKeys,
  args: [...stepArgs, 'step', 'start', 'token'],
  numbers: stepNumbers,
  text: `${STEPS}${LEAVE_ACTIVE}
local queue, job = placeOf(step)
if not queue or not leaveActive(queue, job, token) then return 'lost' end
local total = tonumber(string.match(get('${field.items}' .. step), '(%d+)$'))
set('${field.expanded}' .. step, 1, '${field.missing}' .. step, total, '${field.state}' .. step, '${state.parked}')
count('${field.open}', total)
redis.call('RPUSH', work, start)
if get('${field.stopping}') then redis.call('RPUSH', work, 'stop 0') end
return 'parked'
`,
  reply: oneOf<Parking>('parked', 'lost'),
});

/**
 * Lets a running task wait for the workflow by which it has replaced itself. If that has ended already, the task goes
 * back to its queue at once. `queue`: the queue's key prefix.
 */
export const PARK_REPLACED = new LuaScript({
  name: 'park-replaced',
  keys: stepKeys,
  args: [...stepArgs, 'queue', 'job', 'token'],
  numbers: stepNumbers,
  text: `${STEPS}${LEAVE_ACTIVE}
if not leaveActive(queue, job, token) then return 'lost' end
redis.call('HSET', queue .. job, '${ownFields.replacedBy}', id)
if not isOpenWorkflow() then releaseJob(queue, job, now) end
return 'parked'
`,
  reply: oneOf<Parking>('parked', 'lost'),
});
