import { place } from '../../bullmq/layout.js';
import { ownFields } from '../../bullmq/task-job.js';
import { LuaScript } from '../../redis/lua-script.js';
import { integer, tuple } from '../../redis/script-reply.js';
import { field, state } from '../record/workflow-record.js';
import { STEPS, stepArgs, stepKeys, stepNumbers } from './steps-script.js';

/** Work of one run: a step costs 20, each of its parents 1. About 2 ms of Redis' time. */
const ROOM = 1_000;
/** A step with more parents than about a thousand is not counted again: reading them would take too long. */
const MOST_FACT_BYTES = 6_000;

/**
 * Compares the given steps with their jobs and with each other, and repairs what differs:
 *
 * - a step has ended for longer than `settledMs`, and the workflow does not know
 * - a step may start, and its job still waits
 * - the count of parents that a step waits for is wrong. Only looked at while no end is half carried out
 *
 * Returns the number of repairs, and of the steps looked at, from the first on: the rest did not fit into one run.
 */
export const CHECK_STEPS = new LuaScript({
  name: 'check-steps',
  keys: stepKeys,
  args: stepArgs,
  numbers: [...stepNumbers, 'settledMs'],
  moreArgs: 'steps',
  text: `${STEPS}
local repaired, room = 0, ${ROOM}
local function isOpen(current) return not current or current == '${state.released}' or current == '${state.parked}' end

local function isSatisfied(step)
  local letter = string.sub(get('${field.state}' .. step) or '', 1, 1)
  local _, _, policy = placeOf(step)
  return letter == 'S' or ((letter == 'F' or letter == 'R') and policy == 'c')
end

local function missingOf(step)
  if redis.call('HSTRLEN', workflow, '${field.stepFacts}' .. step) > ${MOST_FACT_BYTES} then return numberOf('${field.missing}' .. step) end
  local parents = cjson.decode(get('${field.stepFacts}' .. step)).parents
  room = room - #parents
  local missing = 0
  for _, parent in ipairs(parents) do if not isSatisfied(parent) then missing = missing + 1 end end
  return missing
end

for i, step in ipairs(steps) do
  if room <= 0 then return { repaired, i - 1 } end
  room = room - 20
  local queue, job = placeOf(step)
  local current = get('${field.state}' .. step)
  if queue and isOpen(current) then
    local letter, _, ended = endOf(queue, job)
    local isLost = not letter and redis.call('EXISTS', queue .. job) == 0
    local isIdle = redis.call('EXISTS', work) == 0 and not get('${field.stopping}') and not get('${field.reopening}')
    if isLost or (letter and now - tonumber(ended) > settledMs) then
      if recordEnd(step) then repaired = repaired + 1 end
    elseif current == '${state.released}' then
      if redis.call('ZSCORE', queue .. '${place.waitingChildren}', job) and redis.call('HEXISTS', queue .. job, '${ownFields.replacedBy}') == 0 then
        releaseJob(queue, job, now)
        repaired = repaired + 1
      end
    elseif isIdle and not current and isWaiting(step) and not get('${field.items}' .. step) then
      local missing = missingOf(step)
      if missing ~= numberOf('${field.missing}' .. step) then set('${field.missing}' .. step, missing) end
      if missing == 0 then
        letGo(step)
        repaired = repaired + 1
      end
    elseif isIdle and numberOf('${field.missing}' .. step) == 0 and isWaiting(step) then
      letGo(step)
      repaired = repaired + 1
    end
  end
end
return { repaired, #steps }
`,
  reply: tuple(integer, integer),
});
