import { CoreOptions } from '../../src/core/core-options.js';
import { bucketOf } from '../../src/core/queues/duration-histogram.js';
import { Keys } from '../../src/core/redis/keys.js';
import type { Sandbox } from './sandbox.js';

const MINUTE_MS = 60_000;
const MINUTES = 59;
const KEPT_S = 3_600;

/** Counts tasks of the queue `tasks` in each minute of the hour before, as a worker would have: more or less of them. */
export async function countPastHour({ redis, prefix }: Sandbox): Promise<void> {
  const keys = new Keys(new CoreOptions({ redisPrefix: prefix }));
  const now = Math.floor(Date.now() / MINUTE_MS);
  const counting = redis.pipeline();
  for (let ago = 1; ago <= MINUTES; ago++) {
    const key = keys.queueMinute('tasks', now - ago);
    const load = 1 + 0.5 * Math.sin(ago / 7) + 0.3 * noise(ago);
    const failed = noise(3 * ago) > 0.6 ? 2 : 0;
    const succeeded = Math.round(40 * load);
    counting.hset(key, { succeeded, failed, run_ms: 12 * succeeded });
    for (let task = 0; task < succeeded + failed; task++) {
      counting.hincrby(key, `wait:${bucketOf((12 + 70 * noise(ago + 59 * task) ** 3) * load ** 2)}`, 1);
      counting.hincrby(key, `run:${bucketOf(3 + 60 * noise(7 * ago + 31 * task) ** 4)}`, 1);
    }
    counting.expire(key, KEPT_S);
  }
  await counting.exec();
}

/** The same number from 0 to 1 for the same seed, so that pictures change only with the console. */
function noise(seed: number): number {
  const value = Math.sin(seed * 12.9898) * 43_758.5453;
  return value - Math.floor(value);
}
