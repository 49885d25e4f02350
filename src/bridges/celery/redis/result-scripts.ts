import { LuaScript } from '../../../core/index.js';

/**
 * Stores states and tells those who wait, each in one step. A stored SUCCESS stays, and any final state stays if the new
 * one is not final. `given` has a text and `final`, or an empty text, for each key. The reply has an error for each, or
 * an empty text.
 */
export const storeResults = new LuaScript({
  name: 'store-celery-results',
  moreKeys: 'results',
  numbers: ['expiresMs'],
  moreArgs: 'given',
  text: `
local function stateIn(old)
  local state = old:match('^{%s*"status"%s*:%s*"([^"]*)"') -- all that we and Python write
  if state then return state end
  local isJson, meta = pcall(cjson.decode, old)
  return isJson and type(meta) == 'table' and meta.status
end
local function stays(old, final)
  if not old then return false end
  local state = stateIn(old)
  return state == 'SUCCESS' or (final == '' and (state == 'FAILURE' or state == 'REVOKED'))
end
local errors = {}
for i, result in ipairs(results) do
  local text, final = given[2 * i - 1], given[2 * i]
  local old = redis.pcall('GET', result)
  errors[i] = type(old) == 'table' and old.err or ''
  if errors[i] == '' and not stays(old, final) then
    if expiresMs > 0 then redis.call('SET', result, text, 'PX', expiresMs) else redis.call('SET', result, text) end
    redis.call('PUBLISH', result, text)
  end
end
return errors`,
  reply: (reply): readonly string[] => (Array.isArray(reply) ? reply.map(String) : []),
});

/** The state of a chord after a part was added. */
export interface ChordCount {
  readonly size: number | null;
  /** The parts as they were stored, once all are there, or if the size is not known. */
  readonly parts: readonly string[];
}

/**
 * Adds a part of a chord, and counts. The same text counts once. With `result_chord_ordered=False` Python keeps a list;
 * one that exists is kept.
 */
export const addChordPart = new LuaScript({
  name: 'add-chord-part',
  keys: ['parts', 'size', 'more'],
  args: ['part', 'index'],
  numbers: ['expiresMs'],
  text: `
local isList = redis.call('TYPE', parts).ok == 'list'
local function all() return redis.call(isList and 'LRANGE' or 'ZRANGE', parts, 0, -1) end
local function has()
  for _, each in ipairs(all()) do if each == part then return true end end
end
if not isList then redis.call('ZADD', parts, index, part)
elseif not has() then redis.call('RPUSH', parts, part) end
if expiresMs > 0 then
  for _, key in ipairs({parts, size, more}) do redis.call('PEXPIRE', key, expiresMs) end
end
local wanted = tonumber(redis.call('GET', size) or '')
if not wanted then return {-1, all()} end
wanted = wanted + (tonumber(redis.call('GET', more) or '') or 0)
local count = redis.call(isList and 'LLEN' or 'ZCARD', parts)
return {wanted, count >= wanted and all() or {}}`,
  reply: chordCount,
});

function chordCount(reply: unknown): ChordCount {
  const [size, parts] = reply as readonly [number, readonly string[]]; // the script's last lines
  return { size: size < 0 ? null : size, parts };
}
