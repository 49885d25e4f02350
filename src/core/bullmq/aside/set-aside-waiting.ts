import type { BrokerClient } from '../../redis/connections.js';
import { LuaScript } from '../../redis/lua-script.js';
import { text } from '../../redis/script-reply.js';
import { jobField, place } from '../layout.js';
import type { TypeKeys } from './bring-back.js';
import { SET_ASIDE } from './enter-type.js';
import { SLOTS } from './slots.js';

/** Waiting jobs looked at in one step. */
const SLICE = 500;

/**
 * Sets the waiting jobs of a paused type aside, so that workers need not take them first. One step of a scan of the jobs
 * with a priority, which all tasks have. Returns the next cursor; '0' at the end, or if the type is not paused.
 */
const SET_ASIDE_WAITING = new LuaScript({
  name: 'set-aside-waiting',
  keys: ['limits', 'slots', 'aside', 'asideTypes'],
  args: ['typeName', 'prefix', 'changes', 'queue', 'cursor'],
  numbers: ['count'],
  moreArgs: 'names',
  text: `${SLOTS}${SET_ASIDE}
if not ownOf(typeName).paused then return '0' end
local isNamed = {}
for _, name in ipairs(names) do isNamed[name] = true end
local found = redis.call('ZSCAN', queue .. '${place.prioritized}', cursor, 'COUNT', count)
for i = 1, #found[2], 2 do
  local id = found[2][i]
  local name = redis.call('HGET', queue .. id, '${jobField.name}')
  if name and isNamed[name] and redis.call('ZREM', queue .. '${place.prioritized}', id) == 1 then
    redis.call('ZREM', slots, string.sub(queue, #prefix + 1) .. id)
    setAside(queue, id)
    redis.call('PUBLISH', changes, id)
  end
end
return found[1]
`,
  reply: text,
});

/** @param names all names of the type */
export async function setAsideWaiting(
  redis: BrokerClient,
  keys: TypeKeys,
  queue: string,
  names: readonly string[],
): Promise<void> {
  let cursor = '0';
  do cursor = await SET_ASIDE_WAITING.run(redis, { ...keys, queue, names, cursor, count: SLICE });
  while (cursor !== '0');
}
