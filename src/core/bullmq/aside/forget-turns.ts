import type { BrokerClient } from '../../redis/connections.js';
import { LuaScript } from '../../redis/lua-script.js';
import { text } from '../../redis/script-reply.js';
import { jobField, place } from '../layout.js';
import { ownFields } from '../task-job.js';
import { ENQUEUE_FIRST } from './enqueue-first.js';

/** Delayed jobs looked at in one step. */
const SLICE = 500;

/**
 * Lets jobs of a type wait for no turn that was assigned under other numbers of its rate limit: they are taken next, and
 * get new turns. One step of a scan of the delayed jobs. Returns the next cursor; '0' at the end.
 *
 * `queue`: its key prefix. `slotOf`: the current numbers, as `take-turn` stores them. `names`: all names of the type.
 */
const FORGET_TURNS = new LuaScript({
  name: 'forget-turns',
  keys: ['queue'],
  args: ['slotOf', 'changes', 'cursor'],
  numbers: ['count'],
  moreArgs: 'names',
  text: `${ENQUEUE_FIRST}
local isNamed = {}
for _, name in ipairs(names) do isNamed[name] = true end
local found = redis.call('ZSCAN', queue .. '${place.delayed}', cursor, 'COUNT', count)
for i = 1, #found[2], 2 do
  local id = found[2][i]
  local name, slot, assignedUnder = unpack(redis.call('HMGET', queue .. id,
    '${jobField.name}', '${ownFields.slot}', '${ownFields.slotOf}'))
  if slot and isNamed[name] and (assignedUnder or '') ~= slotOf then
    redis.call('HDEL', queue .. id, '${ownFields.slot}', '${ownFields.slotOf}')
    redis.call('HSET', queue .. id, '${jobField.delay}', 0)
    enqueueFirst(queue, id, changes)
  end
end
return found[1]
`,
  reply: text,
});

/** A task type, and the numbers of its rate limit. */
export interface TurnsRequest {
  readonly queue: string;
  readonly names: readonly string[];
  readonly slotOf: string;
  readonly changes: string;
}

/** Walks along all delayed jobs of a queue. Jobs that are delayed meanwhile have new turns. */
export async function forgetTurns(redis: BrokerClient, request: TurnsRequest): Promise<void> {
  let cursor = '0';
  do cursor = await FORGET_TURNS.run(redis, { ...request, cursor, count: SLICE });
  while (cursor !== '0');
}
