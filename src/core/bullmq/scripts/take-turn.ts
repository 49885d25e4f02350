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
 * A turn that was assigned under other numbers (`slotOf`) does not count.
 *
 * `turns`, `starts`: lists of the newest `max`, latest first. Returns the job's wait in ms, by the broker's clock; 0
 * means start.
 */
const TAKE_TURN = new LuaScript({
  name: 'take-turn',
  keys: ['job', 'turns', 'starts'],
  args: ['slotOf'],
  numbers: ['max', 'duration'],
  text: `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local function note(list, at)
  redis.call('LPUSH', list, at)
  redis.call('LTRIM', list, 0, max - 1)
  redis.call('PEXPIRE', list, at - now + duration)
end
local function keep(turn)
  redis.call('HSET', job, '${ownFields.slot}', turn)
  if slotOf ~= '' then redis.call('HSET', job, '${ownFields.slotOf}', slotOf) end
  return turn - now
end
local function start()
  redis.call('HDEL', job, '${ownFields.slot}', '${ownFields.slotOf}')
  note(starts, now)
  return 0
end
local allowed = (tonumber(redis.call('LINDEX', starts, max - 1) or '') or -duration) + duration
local own, assignedUnder = unpack(redis.call('HMGET', job, '${ownFields.slot}', '${ownFields.slotOf}'))
own = tonumber(own or '')
if own and (assignedUnder or '') ~= slotOf then
  own = nil
  redis.call('HDEL', job, '${ownFields.slotOf}')
end
if own and own > now then return own - now end
if own and allowed <= now then return start() end
if own and now - own < duration then -- on time, and the start before it was a little late: it keeps its place
  return keep(allowed)
end
local latest = tonumber(redis.call('LINDEX', turns, 0) or '') or now
local first = (tonumber(redis.call('LINDEX', turns, max - 1) or '') or -duration) + duration
local turn = math.max(now, allowed, latest, first)
note(turns, turn)
if turn <= now then return start() end
return keep(turn)
`,
  reply: integer,
});

/** A job by its key, and the rate limit that applies to it. */
export interface Turn {
  readonly job: string;
  readonly turns: string;
  readonly starts: string;
  /** The numbers of the limit if operators have set them, else ''. */
  readonly slotOf: string;
  readonly max: number;
  /** In ms. */
  readonly duration: number;
}

/** @returns the job's wait in ms; 0: it starts, which counts from now */
export function takeTurn(redis: BrokerClient, turn: Turn): Promise<number> {
  return TAKE_TURN.run(redis, turn);
}
