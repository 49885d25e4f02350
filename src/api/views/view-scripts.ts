import type { BrokerClient } from '../../core/redis/connections.js';
import { LuaScript } from '../../core/redis/lua-script.js';
import { oneOf } from '../../core/redis/script-reply.js';

/**
 * Stores a view among the own or the shared ones, and removes the client's view of that name from the others. Only its
 * owner or an admin replaces a shared one, whose owner stays.
 *
 * `record`: JSON with `owner`. `isShared`, `isAdmin`: 1 or 0. `most`: maximum number of views.
 */
const PUT = new LuaScript({
  name: 'put-view',
  keys: ['own', 'shared'],
  args: ['view', 'record', 'owner'],
  numbers: ['isShared', 'isAdmin', 'most'],
  text: `
local target = isShared == 1 and shared or own
local old = redis.call('HGET', target, view)
if not old and redis.call('HLEN', target) >= most then return 'full' end
local theirs = isShared == 1 and old and cjson.decode(old).owner
if theirs and theirs ~= owner then
  if isAdmin ~= 1 then return 'foreign' end
  local kept = cjson.decode(record)
  kept.owner = theirs
  record = cjson.encode(kept)
end
redis.call('HSET', target, view, record)
if isShared == 1 then
  redis.call('HDEL', own, view)
else
  local other = redis.call('HGET', shared, view)
  if other and cjson.decode(other).owner == owner then redis.call('HDEL', shared, view) end
end
return old and 'replaced' or 'created'
`,
  reply: oneOf('created', 'replaced', 'full', 'foreign'),
});

/** Removes the client's own view, or else a shared one: that only its owner or an admin. */
const REMOVE = new LuaScript({
  name: 'remove-view',
  keys: ['own', 'shared'],
  args: ['view', 'owner'],
  numbers: ['isAdmin'],
  text: `
if redis.call('HDEL', own, view) == 1 then return 'removed' end
local old = redis.call('HGET', shared, view)
if not old then return 'missing' end
if isAdmin ~= 1 and cjson.decode(old).owner ~= owner then return 'foreign' end
redis.call('HDEL', shared, view)
return 'removed'
`,
  reply: oneOf('removed', 'missing', 'foreign'),
});

/** A view of a client, and the keys of its own and of the shared ones. */
export interface ViewPlace {
  readonly own: string;
  readonly shared: string;
  readonly view: string;
  readonly owner: string;
  readonly isAdmin: boolean;
}

export function putView(
  redis: BrokerClient,
  { isAdmin, ...place }: ViewPlace,
  { record, isShared, most }: { readonly record: string; readonly isShared: boolean; readonly most: number },
) {
  return PUT.run(redis, { ...place, record, most, isShared: Number(isShared), isAdmin: Number(isAdmin) });
}

export function removeView(redis: BrokerClient, { isAdmin, ...place }: ViewPlace) {
  return REMOVE.run(redis, { ...place, isAdmin: Number(isAdmin) });
}
