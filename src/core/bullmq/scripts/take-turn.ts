import type { BrokerClient } from '../../redis/connections.js';
import { LuaScript } from '../../redis/lua-script.js';
import { integer } from '../../redis/script-reply.js';
import { ownFields } from '../task-job.js';

/**
 * Lets a job start, or assigns its turn: the earliest time at which no period of `duration` ms would have more than
 * `max` starts. The turn is recorded with the job, so a job is postponed once or twice and then starts, however many
 * others wait. Turns are plans: if workers were away and many turns have passed, only as many jobs start as the actual
 * starts allow, and the others get new turns after all assigned ones.
 *
 * `turns`, `starts`: lists of the newest `max`, latest first. Returns the job's wait in ms, by the broker's clock; 0
 * means start.
 */
const TAKE_TURN = new LuaScript({
  name: 'take-turn',
  keys: ['job', 'turns', 'starts'],
  numbers: ['max', 'duration'],
  text: `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local function note(list, at)
  redis.call('LPUSH', list, at)
  redis.call('LTRIM', list, 0, max - 1)
  redis.call('PEXPIRE', list, at - now + duration)
end
local function start()
  redis.call('HDEL', job, '${ownFields.slot}')
  note(starts, now)
  return 0
end
local allowed = (tonumber(redis.call('LINDEX', starts, max - 1) or '') or -duration) + duration
local own = tonumber(redis.call('HGET', job, '${ownFields.slot}') or '')
if own and own > now then return own - now end
if own and allowed <= now then return start() end
if own and now - own < duration then -- on time, and the start before it was a little late: it keeps its place
  redis.call('HSET', job, '${ownFields.slot}', allowed)
  return allowed - now
end
local latest = tonumber(redis.call('LINDEX', turns, 0) or '') or now
local first = (tonumber(redis.call('LINDEX', turns, max - 1) or '') or -duration) + duration
local turn = math.max(now, allowed, latest, first)
note(turns, turn)
if turn <= now then return start() end
redis.call('HSET', job, '${ownFields.slot}', turn)
return turn - now
`,
  reply: integer,
});

/** A job by its key, and the rate limit that applies to it. */
export interface Turn {
  readonly job: string;
  readonly turns: string;
  readonly starts: string;
  readonly max: number;
  /** In ms. */
  readonly duration: number;
}

/** @returns the job's wait in ms; 0: it starts, which counts from now */
export function takeTurn(redis: BrokerClient, turn: Turn): Promise<number> {
  return TAKE_TURN.run(redis, turn);
}
