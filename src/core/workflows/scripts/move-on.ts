import { LuaScript } from '../../redis/lua-script.js';
import { flag, oneOf, tuple } from '../../redis/script-reply.js';
import { START, field } from '../record/workflow-record.js';
import { STEPS, stepArgs, stepKeys, stepNumbers } from './steps-script.js';

const statusOrNone = oneOf('', 'gone', 'SUCCESS', 'FAILURE', 'REVOKED');

/** True if there is more to do; the status of a workflow that has just ended, otherwise ''; true if it began to stop. */
const progress = tuple(flag, statusOrNone, flag);

/**
 * Records the ends of steps, and carries out what follows from them. Only jobs that have really ended count. Notifies
 * watchers of the workflow.
 */
export const MOVE_ON = new LuaScript({
  name: 'move-workflow-on',
  keys: stepKeys,
  args: stepArgs,
  numbers: stepNumbers,
  moreArgs: 'ended',
  text: `${STEPS}
if not get('${field.status}') then return { 0, 'gone', 0 } end
for _, step in ipairs(ended) do recordEnd(step) end
if get('${field.status}') == 'PENDING' and #ended > 0 then set('${field.status}', 'STARTED') end
redis.call('PUBLISH', changes, id)
return moveOn()
`,
  reply: progress,
});

/**
 * Begins a workflow whose steps are all stored: from now on it is accepted. Does nothing if it has begun before, and
 * returns `gone` if its record was removed because storing took too long.
 */
export const BEGIN = new LuaScript({
  name: 'begin-workflow',
  keys: stepKeys,
  args: stepArgs,
  numbers: [...stepNumbers, 'checkMs'],
  text: `${STEPS}
local status = get('${field.status}')
if not status then return { 0, 'gone', 0 } end
if status == '' then
  set('${field.status}', 'PENDING')
  redis.call('RPUSH', work, '${START}')
  redis.call('ZADD', open, now + checkMs, id)
end
return moveOn()
`,
  reply: progress,
});

/** Ends all steps that wait for others: the first part of a cancel. Returns 0 for a workflow that is final. */
export const STOP = new LuaScript({
  name: 'stop-workflow',
  keys: ['workflow', 'work'],
  args: ['reason'],
  text: `
local status = redis.call('HGET', workflow, '${field.status}')
if status ~= 'PENDING' and status ~= 'STARTED' then return 0 end
redis.call('HSETNX', workflow, '${field.cancelled}', reason)
if redis.call('HSETNX', workflow, '${field.stopping}', reason) == 1 then redis.call('RPUSH', work, 'stop 0') end
return 1
`,
  reply: flag,
});
