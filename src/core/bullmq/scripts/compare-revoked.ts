import type { BrokerClient } from '../../redis/connections.js';
import { LuaScript } from '../../redis/lua-script.js';
import { flag } from '../../redis/script-reply.js';
import { type QueueKeys, jobField, place } from '../layout.js';
import { ownFields } from '../task-job.js';

/**
 * Compares a part of the set of revoked jobs with the jobs themselves: first `failed` (`f:<cursor>`), for REVOKED jobs
 * missing from the set, then the set (`r:<cursor>`), for members that were removed or have ended otherwise.
 *
 * `position`: the place to continue from. `queue`: the queue's key prefix. Returns 1 while there is more.
 */
const COMPARE = new LuaScript({
  name: 'compare-revoked',
  keys: ['failed', 'revokedIds', 'position', 'active'],
  args: ['queue'],
  numbers: ['count', 'againMs'],
  text: `
local at = redis.call('GET', position) or 'f:0'
if at == 'done' then return 0 end
local phase, cursor = at:sub(1, 1), at:sub(3)
local page
if phase == 'f' then
  page = redis.call('ZSCAN', failed, cursor, 'COUNT', count)
  for i = 1, #page[2], 2 do
    local id = page[2][i]
    local revoked, reason = unpack(redis.call('HMGET', queue .. id, '${ownFields.revoked}', '${jobField.failedReason}'))
    redis.call(revoked and revoked == reason and 'SADD' or 'SREM', revokedIds, id)
  end
else
  page = redis.call('SSCAN', revokedIds, cursor, 'COUNT', count)
  for _, id in ipairs(page[2]) do
    if not redis.call('ZSCORE', failed, id) and not redis.call('LPOS', active, id) then
      redis.call('SREM', revokedIds, id)
    end
  end
end
local isEnd = page[1] == '0'
if isEnd and phase == 'r' then
  redis.call('SET', position, 'done', 'PX', againMs)
  return 0
end
redis.call('SET', position, isEnd and 'r:0' or phase .. ':' .. page[1])
return 1
`,
  reply: flag,
});

export interface RevokedSet {
  readonly revokedIds: string;
  /** Key of the comparison's position. */
  readonly position: string;
  /** Number of jobs compared in one step. */
  readonly count: number;
  /** Delay from the end of a comparison to the next one. */
  readonly againMs: number;
}

/** Does one step of the comparison. @returns whether there is more */
export function compareRevoked(redis: BrokerClient, keys: QueueKeys, set: RevokedSet): Promise<boolean> {
  const places = { failed: keys.place(place.failed), active: keys.place(place.active) };
  return COMPARE.run(redis, { ...places, ...set, queue: keys.prefix });
}
