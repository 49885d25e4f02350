import { LuaScript } from '../redis/lua-script.js';
import { textOrNull } from '../redis/script-reply.js';
import type { Hold } from './queue-holds.js';

/** At most `max` starts per `durationMs`, in the place of the numbers that the code declares. */
export interface TypeRate {
  readonly max: number;
  readonly durationMs: number;
}

/** The limits of a task type that operators have set. For an absent one, the declaration in code applies. */
export interface OwnLimits {
  readonly rate?: TypeRate;
  /** Time limit of one attempt. */
  readonly timeoutMs?: number;
  /** Maximum number of running tasks across all workers. */
  readonly concurrency?: number;
  /** Time and client of the pause; absent if the type is not paused. */
  readonly paused?: Hold;
}

/** Omitted limits stay unchanged; null returns to the declaration in code. */
export interface LimitsChange {
  readonly rate?: TypeRate | null;
  readonly timeoutMs?: number | null;
  readonly concurrency?: number | null;
  readonly paused?: boolean;
}

/**
 * Changes the limits of a type and notifies all processes, in one step. A type that is paused already keeps its first
 * note. A type without limits of its own has no entry.
 *
 * `limits`: hash of all types. `change`: JSON of a LimitsChange. `channel`: receives the name. `reason`: of a pause, or ''. Returns the new entry.
 */
export const CHANGE_LIMITS = new LuaScript({
  name: 'change-type-limits',
  keys: ['limits'],
  args: ['type', 'change', 'by', 'reason', 'channel'],
  text: `
local time = redis.call('TIME')
local ok, own = pcall(cjson.decode, redis.call('HGET', limits, type) or '{}')
if not ok or not own then own = {} end
for name, value in pairs(cjson.decode(change)) do
  if value == cjson.null or value == false then own[name] = nil
  elseif name ~= 'paused' then own[name] = value
  elseif not own.paused then
    own.paused = { since = time[1] * 1000 + math.floor(time[2] / 1000), by = by, reason = reason ~= '' and reason or cjson.null }
  end
end
if next(own) then redis.call('HSET', limits, type, cjson.encode(own)) else redis.call('HDEL', limits, type) end
redis.call('PUBLISH', channel, type)
return redis.call('HGET', limits, type)
`,
  reply: textOrNull,
});

/** @param stored the entry of a type; only CHANGE_LIMITS writes it */
export function parseLimits(stored: string | null | undefined): OwnLimits {
  return stored === null || stored === undefined ? {} : (JSON.parse(stored) as OwnLimits);
}

/**
 * The time limit of one attempt. Operators replace the limit of the type, and not one that a submit has chosen itself.
 *
 * @param stored with the task, by a submit: its own, or that of the type
 * @param declared by the code
 * @param own by operators
 */
export function timeLimitOf(
  stored: number | undefined,
  declared: number | undefined,
  own: number | undefined,
): number | undefined {
  return own !== undefined && (stored === undefined || stored === declared) ? own : stored;
}
