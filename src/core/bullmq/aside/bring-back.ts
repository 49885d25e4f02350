import type { BrokerClient } from '../../redis/connections.js';
import { LuaScript } from '../../redis/lua-script.js';
import { integer } from '../../redis/script-reply.js';
import { place } from '../layout.js';
import { ENQUEUE_FIRST } from './enqueue-first.js';
import { ASIDE_SCORE, SLOTS } from './slots.js';

/** Slots of dead workers that one step looks for. */
const MOST_CHECKED = 200;

/**
 * Lets the next jobs that were set aside wait in their queues again, as far as pause and concurrency of their type allow.
 * They get their slots here, so that no other job overtakes them. Entries of jobs that have been cancelled or changed
 * meanwhile are dropped.
 *
 * `leaving`: the job that gives its slot back, unless it has taken it again since; or ''. Returns the number of entries
 * that it looked at.
 */
const BRING_BACK = new LuaScript({
  name: 'bring-back',
  keys: ['limits', 'slots', 'aside', 'asideTypes'],
  args: ['typeName', 'prefix', 'changes', 'leaving'],
  numbers: ['since', 'most', 'mostChecked'],
  text: `${SLOTS}${ENQUEUE_FIRST}
if leaving ~= '' and tonumber(redis.call('ZSCORE', slots, leaving) or '') == since then redis.call('ZREM', slots, leaving) end
local own = ownOf(typeName)
if own.paused then return 0 end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local free = own.concurrency and freeSlots(own.concurrency, mostChecked, now) or most
local looked = 0
while free > 0 and looked < most do
  local entry = redis.call('ZRANGE', aside, 0, 0)[1]
  if not entry then break end
  redis.call('ZREM', aside, entry)
  looked = looked + 1
  local queue, id = string.match(entry, '^(.*:)(.*)$')
  local due = queue and redis.call('ZSCORE', prefix .. queue .. '${place.delayed}', id)
  if due and tonumber(due) >= ${ASIDE_SCORE} then
    enqueueFirst(prefix .. queue, id, changes)
    if own.concurrency then redis.call('ZADD', slots, now, entry) end
    free = free - 1
  end
end
if redis.call('EXISTS', aside) == 0 then redis.call('SREM', asideTypes, typeName) end
return looked
`,
  reply: integer,
});

/** The keys of a task type. */
export interface TypeKeys {
  readonly typeName: string;
  readonly limits: string;
  readonly slots: string;
  readonly aside: string;
  readonly asideTypes: string;
  /** Key prefix of all queues. */
  readonly prefix: string;
  readonly changes: string;
}

/** A job that ends, and the time since which it had a slot. */
export interface Leaving {
  readonly entry: string;
  readonly since: number;
}

/** @returns the number of entries looked at: fewer than `most` if there are no more, or no more free slots */
export function bringBack(
  redis: BrokerClient,
  keys: TypeKeys,
  most: number,
  leaving?: Leaving,
): Promise<number> {
  const { entry = '', since = 0 } = leaving ?? {};
  return BRING_BACK.run(redis, { ...keys, leaving: entry, since, most, mostChecked: MOST_CHECKED });
}
