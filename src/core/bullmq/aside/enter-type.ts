import type { BrokerClient } from '../../redis/connections.js';
import { LuaScript } from '../../redis/lua-script.js';
import { integer } from '../../redis/script-reply.js';
import { MOST_EVENTS, event, jobField, place, queueKey } from '../layout.js';
import { ASIDE_SCORE, SLOTS } from './slots.js';

/** Slots of dead workers that one attempt looks for. */
const MOST_CHECKED = 20;

/**
 * Lua: `setAside(queue, id)` delays a job, which is in no other place, until the limits of its type allow it to start. The
 * set of the type has it by priority, and by age within one: its id begins with its time.
 *
 * Shares these locals with its caller: `aside`, `asideTypes`, `typeName`, `prefix`.
 */
export const SET_ASIDE = `
local function setAside(queue, id)
  local priority = tonumber(redis.call('HGET', queue .. id, '${jobField.priority}') or '') or 0
  redis.call('ZADD', aside, priority, string.sub(queue, #prefix + 1) .. id)
  redis.call('SADD', asideTypes, typeName)
  redis.call('ZADD', queue .. '${place.delayed}', '${ASIDE_SCORE}', id)
  redis.call('XADD', queue .. '${queueKey.events}', 'MAXLEN', '~', ${MOST_EVENTS}, '*',
    'event', '${event.delayed}', 'jobId', id, 'delay', '${ASIDE_SCORE}')
end
`;

/**
 * Applies pause and concurrency of a type to a job that a worker has just taken. They are read here, so that no job is
 * set aside after the type has been resumed. A job that is set aside has not started.
 *
 * Returns -1 if another worker has the job, 0 if it is set aside, 1 if nothing limits it, or the time since which it has
 * a slot (ms since 1970).
 */
const ENTER = new LuaScript({
  name: 'enter-type',
  keys: ['limits', 'slots', 'aside', 'asideTypes', 'lock'],
  args: ['typeName', 'queue', 'prefix', 'id', 'token'],
  numbers: ['mostChecked'],
  text: `${SLOTS}${SET_ASIDE}
if redis.call('GET', lock) ~= token then return -1 end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local own = ownOf(typeName)
local entry = string.sub(queue, #prefix + 1) .. id
if not own.paused then
  if not own.concurrency then return 1 end
  if redis.call('ZSCORE', slots, entry) or freeSlots(own.concurrency, mostChecked, now) > 0 then
    redis.call('ZADD', slots, now, entry)
    return now
  end
end
redis.call('ZREM', slots, entry)
redis.call('LREM', queue .. '${place.active}', 1, id)
redis.call('DEL', lock)
redis.call('SREM', queue .. '${queueKey.stalled}', id)
local starts = tonumber(redis.call('HGET', queue .. id, '${jobField.attemptsStarted}') or '') or 1
redis.call('HSET', queue .. id, '${jobField.attemptsStarted}', math.max(starts - 1, 0), '${jobField.processedOn}', '')
setAside(queue, id)
return 0
`,
  reply: integer,
});

/** A job that a worker has taken, and the keys of its type. */
export interface Entrant {
  readonly typeName: string;
  readonly limits: string;
  readonly slots: string;
  readonly aside: string;
  readonly asideTypes: string;
  /** Key prefixes of all queues, and of the job's. */
  readonly prefix: string;
  readonly queue: string;
  readonly lock: string;
  readonly id: string;
  readonly token: string;
}

/** The decision about a job. `since`: the time since which it has a slot. */
export type Entry = 'lost' | 'aside' | 'free' | { readonly since: number };

export async function enterType(redis: BrokerClient, entrant: Entrant): Promise<Entry> {
  const reply = await ENTER.run(redis, { ...entrant, mostChecked: MOST_CHECKED });
  if (reply > 1) return { since: reply };
  return reply === 1 ? 'free' : reply === 0 ? 'aside' : 'lost';
}
