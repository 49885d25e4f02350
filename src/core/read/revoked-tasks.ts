import { Injectable } from '@nestjs/common';
import type { QueueName } from '../../platform/config/queue-names.js';
import { Broker } from '../redis/broker.js';
import { Keys } from '../redis/keys.js';
import { LuaScript } from '../redis/lua-script.js';
import { Queues } from '../bullmq/queues.js';
import { ownFields } from '../bullmq/task-job.js';

/** Number of tasks compared in one step. */
const BATCH = 200;
/** Interval between full comparisons. */
const AGAIN_MS = 3_600_000;

/**
 * Compares a part of the set with what the tasks themselves say: first `failed` (`f:<cursor>`), for what ended as REVOKED
 * and is not in the set, then the set (`r:<cursor>`), for what is in it and was removed or has ended otherwise.
 *
 * KEYS: failed, revoked, where to go on, active. ARGV: queue's key prefix, tasks a step, ms until it begins again.
 * Returns 1 while there is more.
 */
const COMPARE = new LuaScript<0 | 1>(`
local place = redis.call('GET', KEYS[3]) or 'f:0'
if place == 'done' then return 0 end
local phase, cursor = place:sub(1, 1), place:sub(3)
local page
if phase == 'f' then
  page = redis.call('ZSCAN', KEYS[1], cursor, 'COUNT', ARGV[2])
  for i = 1, #page[2], 2 do
    local id = page[2][i]
    local revoked, reason = unpack(redis.call('HMGET', ARGV[1] .. id, '${ownFields.revoked}', 'failedReason'))
    redis.call(revoked and revoked == reason and 'SADD' or 'SREM', KEYS[2], id)
  end
else
  page = redis.call('SSCAN', KEYS[2], cursor, 'COUNT', ARGV[2])
  for _, id in ipairs(page[2]) do
    if not redis.call('ZSCORE', KEYS[1], id) and not redis.call('LPOS', KEYS[4], id) then
      redis.call('SREM', KEYS[2], id)
    end
  end
end
local isEnd = page[1] == '0'
if isEnd and phase == 'r' then
  redis.call('SET', KEYS[3], 'done', 'PX', ARGV[3])
  return 0
end
redis.call('SET', KEYS[3], isEnd and 'r:0' or phase .. ':' .. page[1])
return 1
`);

/**
 * Counts REVOKED tasks without reading them: one set of ids per queue, updated by every step that revokes, retries or
 * removes. An hourly walk corrects what these steps cannot: tasks revoked by an older version, and marks left by a
 * worker that lost its task before it could end it.
 */
@Injectable()
export class RevokedTasks {
  constructor(
    private readonly broker: Broker,
    private readonly queues: Queues,
    private readonly keys: Keys,
  ) {}

  count(queue: QueueName): Promise<number> {
    return this.broker.ask(this.broker.producer.scard(this.keys.revoked(queue)));
  }

  /** Compares one batch per queue, if it is due. */
  async sweep(): Promise<{ mayHaveMore: boolean }> {
    const steps = this.queues.all().map(({ name, queue }) => {
      const place = this.keys.walk('revoked', name, 'failed');
      const keys = [queue.toKey('failed'), this.keys.revoked(name), place, queue.toKey('active')];
      return COMPARE.run(this.broker.producer, keys, [queue.toKey(''), BATCH, AGAIN_MS]);
    });
    return { mayHaveMore: (await Promise.all(steps)).some((more) => more === 1) };
  }
}
