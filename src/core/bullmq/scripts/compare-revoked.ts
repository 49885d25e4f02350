import type { BrokerClient } from '../../redis/connections.js';
import { LuaScript } from '../../redis/lua-script.js';
import { flag } from '../../redis/script-reply.js';
import { type QueueKeys, jobField, place } from '../layout.js';
import { ownFields } from '../task-job.js';

/**
 * Compares a part of the set of revoked jobs with what the jobs themselves say: first `failed` (`f:<cursor>`), for what
 * ended as REVOKED and is not in the set, then the set (`r:<cursor>`), for what is in it and was removed or has ended
 * otherwise.
 *
 * `position`: where to go on. `queue`: the queue's key prefix. Returns 1 while there is more.
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
  /** Key of where the comparison has come to. */
  readonly position: string;
  /** Jobs that one step compares. */
  readonly count: number;
  /** How long after its end a comparison begins again. */
  readonly againMs: number;
}

/** One step of the comparison. @returns whether there is more */
export function compareRevoked(redis: BrokerClient, keys: QueueKeys, set: RevokedSet): Promise<boolean> {
  const places = { failed: keys.place(place.failed), active: keys.place(place.active) };
  return COMPARE.run(redis, { ...places, ...set, queue: keys.prefix });
}
