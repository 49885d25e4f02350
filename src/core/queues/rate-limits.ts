import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { QueueName } from '../../platform/config/queue-names.js';
import { Broker } from '../redis/broker.js';
import { Keys } from '../redis/keys.js';
import { LuaScript } from '../redis/lua-script.js';
import { Queues } from '../bullmq/queues.js';
import { ownFields } from '../bullmq/task-job.js';
import type { RateLimit } from '../task/task.js';

/**
 * Lets a task start, or gives it its turn: the earliest time at which no stretch of `durationMs` would have more than
 * `max` starts. The turn is the task's own from then on, noted in its job, so that a task is held once or twice and
 * then starts, however many wait with it. Turns are plans: when workers were away and many are over, only as many start as
 * the starts that really were allow, and the others take new turns behind all that are taken.
 *
 * KEYS: job, the turns, the starts (lists of the newest `max`, the latest first). ARGV: max, duration (ms).
 * Returns how long the task has to wait, in ms by the broker's clock: 0 is start.
 */
const TAKE_TURN = new LuaScript<number>(`
local max, duration = tonumber(ARGV[1]), tonumber(ARGV[2])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local function note(list, at)
  redis.call('LPUSH', list, at)
  redis.call('LTRIM', list, 0, max - 1)
  redis.call('PEXPIRE', list, at - now + duration)
end
local function start()
  redis.call('HDEL', KEYS[1], '${ownFields.slot}')
  note(KEYS[3], now)
  return 0
end
local allowed = (tonumber(redis.call('LINDEX', KEYS[3], max - 1) or '') or -duration) + duration
local own = tonumber(redis.call('HGET', KEYS[1], '${ownFields.slot}') or '')
if own and own > now then return own - now end
if own and allowed <= now then return start() end
if own and now - own < duration then -- on time, and the start before it was a little late: it keeps its place
  redis.call('HSET', KEYS[1], '${ownFields.slot}', allowed)
  return allowed - now
end
local latest = tonumber(redis.call('LINDEX', KEYS[2], 0) or '') or now
local first = (tonumber(redis.call('LINDEX', KEYS[2], max - 1) or '') or -duration) + duration
local turn = math.max(now, allowed, latest, first)
note(KEYS[2], turn)
if turn <= now then return start() end
redis.call('HSET', KEYS[1], '${ownFields.slot}', turn)
return turn - now
`);

/** A task's request for a turn under a rate limit. */
export interface TurnRequest {
  readonly queue: QueueName;
  readonly id: string;
  /** Task name. */
  readonly name: string;
  readonly limit: RateLimit<object>;
  readonly payload: object;
}

/** Rate limits across all workers. */
@Injectable()
export class RateLimits {
  constructor(
    private readonly broker: Broker,
    private readonly queues: Queues,
    private readonly keys: Keys,
  ) {}

  /**
   * The task's remaining wait in ms. 0 means that it starts now, which counts. If asked again at its time, it starts
   * then or soon after.
   */
  async waitOf({ queue, id, name, limit, payload }: TurnRequest): Promise<number> {
    const key = this.keys.rateLimit(`${name}:${digest(keyOf(limit, payload))}`);
    const keys = [this.queues.get(queue).toKey(id), `${key}:turns`, `${key}:starts`];
    return this.broker.ask(TAKE_TURN.run(this.broker.worker, keys, [limit.max, limit.durationMs]));
  }
}

function keyOf({ key }: RateLimit<object>, payload: object): string {
  if (key === undefined) return '';
  if (typeof key === 'function') return key(payload);
  return JSON.stringify({ [key]: Reflect.get(payload, key) as unknown });
}

/** Keys come from payloads: any length, any characters. */
function digest(text: string): string {
  return createHash('sha1').update(text).digest('base64url');
}
