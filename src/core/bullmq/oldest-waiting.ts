import { msOf } from '../redis/broker.js';
import type { BrokerClient } from '../redis/connections.js';
import { LuaScript } from '../redis/lua-script.js';
import { listOf, text } from '../redis/script-reply.js';
import { PRIORITY_STEP, type QueueKeys, jobField, place } from './layout.js';

/** Most priorities whose first jobs are read. */
const MOST_PRIORITIES = 100;

/** The first job of each priority that has one: within a priority, jobs run in order. */
const FIRSTS = new LuaScript({
  name: 'firsts-of-priorities',
  keys: ['prioritized'],
  text: `
local firsts, from = {}, '-inf'
for _ = 1, ${MOST_PRIORITIES} do
  local id, score = unpack(redis.call('ZRANGEBYSCORE', prioritized, from, '+inf', 'WITHSCORES', 'LIMIT', 0, 1))
  if not id then break end
  firsts[#firsts + 1] = id
  from = string.format('%.0f', (math.floor(tonumber(score) / ${PRIORITY_STEP}) + 1) * ${PRIORITY_STEP})
end
return firsts
`,
  reply: listOf(text),
});

/**
 * The age of the runnable job that has waited longest.
 *
 * @returns ms; null if none waits
 */
export async function oldestWaitingMs(redis: BrokerClient, keys: QueueKeys): Promise<number | null> {
  const ids = await FIRSTS.run(redis, { prioritized: keys.place(place.prioritized) });
  if (ids.length === 0) return null;
  const { timestamp, delay, options } = jobField;
  const reading = ids.map((id) => redis.hmget(keys.job(id), timestamp, delay, options));
  const [time, ...records] = await Promise.all([redis.time(), ...reading]);
  const now = msOf(time);
  const since = records.map(
    ([made, waits, submitted]) => Number(made ?? now) + (Number(waits) || delayIn(submitted)),
  );
  return Math.max(0, now - Math.min(...since));
}

/** The delay of a submit. BullMQ resets its own field to 0 when the delay is over. */
function delayIn(options: string | null | undefined): number {
  const [, delay = '0'] = /"delay":(\d+)/.exec(options ?? '') ?? [];
  return Number(delay);
}
