import { warningsIn } from './stand.mjs';

/** Checks the places of tasks in Redis, independently of the product. */

/** Keys of the queue `tasks`, with the wrong type to use for each. Without records and locks. */
export const QUEUE_KEYS = {
  ...ofType('list', ['id', 'pc', 'meta', 'events', 'stalled', 'stalled-check']),
  ...ofType('string', ['wait', 'active', 'prioritized', 'delayed', 'completed', 'failed', 'marker']),
};

/** Keys that span all queues. */
export const OWN_KEYS = ofType('string', [
  'index',
  'deadlines',
  'ends',
  'expiry',
  'workers',
  'reconciliation',
]);

/** The full names of all of them, with the wrong type for each. */
export const KEYS = Object.fromEntries([
  ...Object.entries(QUEUE_KEYS).map(([name, type]) => [`celeriac:tasks:${name}`, type]),
  ...Object.entries(OWN_KEYS).map(([name, type]) => [`celeriac:${name}`, type]),
]);

function ofType(type, names) {
  return Object.fromEntries(names.map((name) => [name, type]));
}

/**
 * Ids of the queue whose record is in no place, in several, or in a wrong one: ended outside of the sets of ended jobs,
 * or not ended within them.
 */
const MISPLACED = `
local queue, misplaced = KEYS[1], {}
for i, id in ipairs(ARGV) do
  if redis.call('EXISTS', queue .. id) == 1 then
    local open, ended = 0, 0
    for _, list in ipairs({ 'wait', 'paused', 'active' }) do
      open = open + #redis.call('LPOS', queue .. list, id, 'COUNT', 0)
    end
    for _, set in ipairs({ 'prioritized', 'delayed', 'waiting-children' }) do
      if redis.call('ZSCORE', queue .. set, id) then open = open + 1 end
    end
    for _, set in ipairs({ 'completed', 'failed' }) do
      if redis.call('ZSCORE', queue .. set, id) then ended = ended + 1 end
    end
    local hasEnd = redis.call('HEXISTS', queue .. id, 'finishedOn') == 1
    if open + ended ~= 1 or hasEnd ~= (ended == 1) then misplaced[#misplaced + 1] = id end
  end
end
return misplaced
`;

/** @returns the misplaced ones of the ids */
export function misplacedOf(client, ids) {
  return client.eval(MISPLACED, 1, 'celeriac:tasks:', ...ids);
}

/** Number of repaired tasks, as logged by the workers. */
export function mendedBy(workers) {
  return workers
    .flatMap(warningsIn)
    .reduce((sum, { task_ids: ids, count = 0 }) => sum + (ids ? count : 0), 0);
}
