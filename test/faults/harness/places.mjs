import { warningsIn } from './stand.mjs';

/** Where tasks stand in Redis, judged by the rows themselves and not by the product. */

/** Keys of the queue `tasks`, with a value of a wrong type for each. Records and locks are not among them. */
export const QUEUE_KEYS = {
  ...ofType('list', ['id', 'pc', 'meta', 'events', 'stalled', 'stalled-check']),
  ...ofType('string', ['wait', 'active', 'prioritized', 'delayed', 'completed', 'failed', 'marker']),
};

/** Those that span all queues. */
export const OWN_KEYS = ofType('string', [
  'index',
  'deadlines',
  'ends',
  'expiry',
  'workers',
  'reconciliation',
]);

/** The whole names of all of them, by the type that is wrong for each. */
export const KEYS = Object.fromEntries([
  ...Object.entries(QUEUE_KEYS).map(([name, type]) => [`celeriac:tasks:${name}`, type]),
  ...Object.entries(OWN_KEYS).map(([name, type]) => [`celeriac:${name}`, type]),
]);

function ofType(type, names) {
  return Object.fromEntries(names.map((name) => [name, type]));
}

/**
 * Ids of the queue whose record stands in no place, in several, or in one that is not its own: an end outside of the sets
 * of ends, or no end within them.
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

/** @returns those of the ids that are in limbo */
export function misplacedOf(client, ids) {
  return client.eval(MISPLACED, 1, 'celeriac:tasks:', ...ids);
}

/** How many tasks the workers say that they have put right. */
export function mendedBy(workers) {
  return workers
    .flatMap(warningsIn)
    .reduce((sum, { task_ids: ids, count = 0 }) => sum + (ids ? count : 0), 0);
}
