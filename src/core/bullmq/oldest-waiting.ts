import { msOf } from '../redis/broker.js';
import type { BrokerClient } from '../redis/connections.js';
import { PRIORITY_STEP, type QueueKeys, jobField, place } from './layout.js';

/**
 * The age of the runnable job that has waited longest. Jobs of one priority run in order, so only the first of each is
 * read.
 *
 * @param priorities the numbers of all priorities
 * @returns ms; null if none waits
 */
export async function oldestWaitingMs(
  redis: BrokerClient,
  keys: QueueKeys,
  priorities: readonly number[],
): Promise<number | null> {
  const set = keys.place(place.prioritized);
  const firsts = priorities.map((number) => {
    const [from, to] = [number * PRIORITY_STEP, `(${(number + 1) * PRIORITY_STEP}`];
    return redis.zrange(set, from, to, 'BYSCORE', 'LIMIT', 0, 1);
  });
  const ids = (await Promise.all(firsts)).flat();
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
