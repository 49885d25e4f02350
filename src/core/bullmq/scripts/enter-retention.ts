import type { BrokerClient } from '../../redis/connections.js';
import { LuaScript } from '../../redis/lua-script.js';
import { integer } from '../../redis/script-reply.js';
import { type QueueKeys, type endPlaces, jobField } from '../layout.js';
import { RETENTION_OF } from './retention-script.js';

/**
 * Enters finished jobs by the time of their removal, continuing from the last step.
 *
 * `finished`: finished jobs by their end (ms). `cursor`: the place to continue from. `newest`: the newest end to
 * include. `queue`, `entries`: prefixes of the queue's keys and of its entries. `defaultRetentionMs`: for a job without
 * its own. `againMs`: time until the walk starts again. `which`: 'own' skips jobs without their own retention. Returns
 * the number of jobs examined.
 */
const ENTER = new LuaScript({
  name: 'enter-retention',
  keys: ['finished', 'retention', 'cursor'],
  args: ['queue', 'entries', 'which'],
  numbers: ['newest', 'count', 'defaultRetentionMs', 'againMs'],
  text: `${RETENTION_OF}
-- Where it is false the job certainly names no retention: found out at half the price of reading its options.
local function mayNameRetention(job)
  return string.find(redis.call('HGET', job, '${jobField.options}') or '', '"retentionMs"', 1, true) ~= nil
end
local after = redis.call('GET', cursor)
local from = after and '(' .. after or '-inf'
local found = redis.call('ZRANGEBYSCORE', finished, from, newest, 'WITHSCORES', 'LIMIT', 0, count)
if #found == 0 then return 0 end
local isFull = #found / 2 == count
if isFull and found[2] == found[#found] then -- one millisecond has more: it is taken as a whole
  found = redis.call('ZRANGEBYSCORE', finished, found[2], found[2], 'WITHSCORES')
  isFull = false
end
for i = 1, #found, 2 do
  local job, entry = queue .. found[i], entries .. found[i]
  if (which ~= 'own' or mayNameRetention(job)) and not redis.call('ZSCORE', retention, entry) then
    redis.call('ZADD', retention, found[i + 1] + retentionOf(job, defaultRetentionMs), entry)
  end
end
-- The last millisecond may have more jobs than fitted: it is looked at again.
local last = #found
while isFull and found[last] == found[#found] do last = last - 2 end
local ttl = redis.call('PTTL', cursor)
redis.call('SET', cursor, found[last], 'PX', ttl > 0 and ttl or againMs)
return #found / 2
`,
  reply: integer,
});

export interface RetentionWalk {
  readonly retention: string;
  /** Key of the walk's position. */
  readonly cursor: string;
  /** The prefix of an id in an entry. */
  readonly entries: string;
  /** Only jobs with their own retention, or all. */
  readonly which: 'own' | 'all';
  /** The newest end to include, in ms since 1970. */
  readonly newest: number;
  readonly count: number;
  readonly defaultRetentionMs: number;
  readonly againMs: number;
}

/** One step of a walk through the completed or failed jobs. @returns the number of jobs examined */
export function enterRetention(
  redis: BrokerClient,
  keys: QueueKeys,
  set: (typeof endPlaces)[number],
  walk: RetentionWalk,
): Promise<number> {
  return ENTER.run(redis, { finished: keys.place(set), queue: keys.prefix, ...walk });
}
