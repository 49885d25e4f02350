import { PRIORITY_STEP, jobField, place } from '../layout.js';
import { ENQUEUE } from '../reconciliation/enqueue-script.js';

/**
 * Lua: `enqueueFirst(queue, id, changes)` moves a delayed job to those that workers take next, before the others of its
 * priority: it has waited in the queue before. Such jobs keep the order of their creation.
 */
export const ENQUEUE_FIRST = `${ENQUEUE}
local function enqueueFirst(queue, id, changes)
  redis.call('ZREM', queue .. '${place.delayed}', id)
  enqueue(queue, id, '${place.delayed}', changes)
  local priority = tonumber(redis.call('HGET', queue .. id, '${jobField.priority}') or '0')
  if priority > 0 then redis.call('ZADD', queue .. '${place.prioritized}', priority * ${PRIORITY_STEP}, id) end
end
`;
