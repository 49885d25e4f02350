import { LuaScript, integer } from '../../../core/index.js';

/** A message that was taken from a list. */
export interface TakenItem {
  /** Index of its list among those that were given. */
  readonly place: number;
  /** Empty if it was taken without a claim, because it is no envelope or has no tag. */
  readonly tag: string;
  readonly raw: string;
}

/**
 * Takes messages from the lists, and records each as Celery's own consumers do, in the same step: whatever becomes of
 * this process, it is restored. The text is recorded as it came, since encoding it anew would turn empty lists into
 * objects. A message leaves its list only after it was recorded, so a record that is refused loses nothing.
 */
export const claimMessages = new LuaScript({
  name: 'claim-messages',
  keys: ['unacked', 'index', 'claims'],
  moreKeys: 'queues',
  numbers: ['count', 'maxBytes'],
  text: `
local time = redis.call('TIME')
local now = time[1] .. '.' .. string.format('%06d', time[2])
local function plain(value) return type(value) == 'string' and value or '' end
local function taggedBy(message)
  local properties = type(message) == 'table' and message.properties
  if type(properties) ~= 'table' then return '' end
  local tag = plain(properties.delivery_tag)
  if #tag > 255 or tag:find('%c') then return '' end
  return tag, type(properties.delivery_info) == 'table' and properties.delivery_info or {}
end
local taken, bytes = {}, 0
for i, queue in ipairs(queues) do
  while #taken < count and bytes < maxBytes do
    local raw = redis.pcall('LINDEX', queue, -1)
    if type(raw) ~= 'string' then break end
    local isJson, message = pcall(cjson.decode, raw)
    local tag, info = taggedBy(isJson and message)
    if tag ~= '' then
      local origin = cjson.encode(plain(info.exchange)) .. ',' .. cjson.encode(plain(info.routing_key))
      redis.call('ZADD', index, now, tag)
      redis.call('ZADD', claims, now, queue .. '\\6\\22' .. tag)
      redis.call('HSET', unacked, tag, '[' .. raw .. ',' .. origin .. ']')
    end
    redis.call('RPOP', queue)
    bytes = bytes + #raw
    taken[#taken + 1] = {i, tag, raw}
  end
end
return taken`,
  reply: takenItems,
});

/** Keeps claims from being restored by others. Those that are gone stay gone. */
export const renewClaims = new LuaScript({
  name: 'renew-claims',
  keys: ['claims', 'index'],
  moreArgs: 'held',
  text: `
local time = redis.call('TIME')
for i = 1, #held, 2 do
  redis.call('ZADD', claims, 'XX', time[1], held[i])
  redis.call('ZADD', index, 'XX', time[1], held[i + 1])
end
return 1`,
  reply: integer,
});

/** Lua: the oldest members of a set of taken messages with score and recorded text; `tagOf` gives a member's tag. */
const OLDEST = `
local function oldestOf(set, tagOf)
  local latest = redis.call('TIME')[1] - afterSeconds
  local found = redis.call('ZRANGEBYSCORE', set, '-inf', latest, 'WITHSCORES', 'LIMIT', 0, count)
  local oldest = {}
  for i = 1, #found, 2 do
    oldest[#oldest + 1] = {found[i], found[i + 1], redis.call('HGET', unacked, tagOf(found[i])) or ''}
  end
  return oldest
end
`;

/** Claims whose bridge has given no sign of life for some time. */
export const abandonedClaims = new LuaScript({
  name: 'abandoned-claims',
  keys: ['unacked', 'claims'],
  numbers: ['afterSeconds', 'count'],
  text: `${OLDEST}
return oldestOf(claims, function(member) return member:match('\\6\\22([^\\6]*)$') or '' end)`,
  reply: recordedItems,
});

/** Messages that any consumer, Python's too, has taken and not acknowledged for the visibility timeout. */
export const invisibleMessages = new LuaScript({
  name: 'invisible-messages',
  keys: ['unacked', 'index'],
  numbers: ['afterSeconds', 'count'],
  text: `${OLDEST}
return oldestOf(index, function(member) return member end)`,
  reply: recordedItems,
});

/**
 * Puts a message back to the end of a list that is served next, unless it was acknowledged, or taken again, since its
 * score was read. An empty text removes what is left of the claim only.
 */
export const restoreMessage = new LuaScript({
  name: 'restore-message',
  keys: ['unacked', 'index', 'scored', 'claims', 'queue'],
  args: ['tag', 'member', 'score', 'claim', 'envelope'],
  text: `
if score ~= '' and redis.call('ZSCORE', scored, member) ~= score then return 0 end
local wasHeld = redis.call('HDEL', unacked, tag)
redis.call('ZREM', index, tag)
redis.call('ZREM', claims, claim)
if wasHeld == 0 or envelope == '' then return 0 end
redis.call('RPUSH', queue, envelope)
return 1`,
  reply: integer,
});

/** Ends a lock that this process holds. */
export const releaseLock = new LuaScript({
  name: 'release-celery-lock',
  keys: ['lock'],
  args: ['owner'],
  text: `
if redis.call('GET', lock) == owner then return redis.call('DEL', lock) end
return 0`,
  reply: integer,
});

/** A member of a sorted set, with its score and the recorded text; empty if there is none. */
export interface RecordedItem {
  readonly member: string;
  readonly score: string;
  readonly record: string;
}

function takenItems(reply: unknown): readonly TakenItem[] {
  return rows(reply).map(([place, tag, raw]) => ({
    place: Number(place),
    tag: String(tag),
    raw: String(raw),
  }));
}

function recordedItems(reply: unknown): readonly RecordedItem[] {
  return rows(reply).map(([member, score, record]) => ({
    member: String(member),
    score: String(score),
    record: String(record),
  }));
}

function rows(reply: unknown): readonly (readonly unknown[])[] {
  return Array.isArray(reply) ? reply.filter((row) => Array.isArray(row)) : [];
}
