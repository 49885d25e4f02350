import type { BrokerClient } from '../../redis/connections.js';
import { LuaScript } from '../../redis/lua-script.js';
import { listOf, text, tuple } from '../../redis/script-reply.js';
import { jobField } from '../layout.js';

/** Alternatives for a name: texts between wildcards, as in `Pattern`. */
export interface NameSieve {
  readonly isNegated: boolean;
  readonly anyOf: readonly (readonly string[])[];
}

/** Whole tags, one of which the job must have, or none. Upper and lower case of A to Z are the same. */
export interface TagSieve {
  readonly isNegated: boolean;
  readonly anyOf: readonly string[];
}

/** Bounds in ms since 1970, both inclusive; null is open. */
export type TimeSieve = readonly (readonly [from: number | null, to: number | null])[];

/**
 * Which jobs may fit, by a few fields of their records. Anything left out sieves nothing. The ends of a job: with a
 * result, without one, none yet, none yet but a time after which it must not start.
 */
export interface Sieve {
  readonly ends?: readonly ('result' | 'none' | 'open' | 'expiring')[];
  readonly names?: readonly NameSieve[];
  readonly tags?: readonly TagSieve[];
  readonly created?: readonly TimeSieve[];
  readonly finished?: readonly TimeSieve[];
  /** Ended jobs fit only if they ended since `at` (ms since 1970), or have one of these names. */
  readonly endedSince?: { readonly at: number; readonly orNames: readonly string[] };
}

/**
 * Walks along the index, or through given ids, and returns the ids of jobs that may match, based on a few fields of
 * each, without sending these to the client. It may return too many, but never too few: the reader of the jobs decides.
 * Tasks of one queue often follow each other, so the queue of the last one is tried first.
 *
 * `queues`: key prefixes. `from`: the place to continue from; '' for the beginning. `order`: 'desc' or 'asc'. `step`:
 * number of entries to examine. `wanted`: number of ids to find. `sieveText`: JSON of a `Sieve`. `ids`: if any, these
 * are examined instead of the index. Returns the last entry examined, '' at the end, their number, and the ids.
 */
const SIEVE = new LuaScript({
  name: 'sieve-jobs',
  keys: ['index'],
  moreKeys: 'queues',
  args: ['from', 'order', 'sieveText'],
  numbers: ['step', 'wanted'],
  moreArgs: 'ids',
  text: `
local sieve = cjson.decode(sieveText)
local ends = sieve.ends and {}
for _, each in ipairs(sieve.ends or {}) do ends[each] = true end
local names, tags = sieve.names or {}, sieve.tags or {}
for n, group in ipairs(tags) do
  local written = {} -- as it stands in the options, by cjson, or without escaped slashes by others
  for _, tag in ipairs(group.anyOf) do
    local text = string.lower(cjson.encode(tag))
    written[#written + 1] = text
    written[#written + 1] = string.gsub(text, '\\\\/', '/')
  end
  tags[n] = { isNegated = group.isNegated, anyOf = group.anyOf, written = written }
end
local since, always = sieve.endedSince and sieve.endedSince.at, {}
for _, name in ipairs(sieve.endedSince and sieve.endedSince.orNames or {}) do always[name] = true end
local needsOptions = #tags > 0 or (ends and ends.expiring and not ends.open) or sieve.finished

local function fitsPattern(value, pieces)
  local last = pieces[#pieces]
  if #pieces == 1 then return value == last end
  if string.sub(value, 1, #pieces[1]) ~= pieces[1] then return false end
  local at = #pieces[1] + 1
  for i = 2, #pieces - 1 do
    local first, final = string.find(value, pieces[i], at, true)
    if not first then return false end
    at = final + 1
  end
  return #value - #last + 1 >= at and string.sub(value, #value - #last + 1) == last
end
local function fitsName(name)
  local value = string.lower(name)
  for _, group in ipairs(names) do
    local found = false
    for _, pieces in ipairs(group.anyOf) do found = found or fitsPattern(value, pieces) end
    if found == group.isNegated then return false end
  end
  return true
end
local function hasTag(options, group)
  local ok, decoded = pcall(cjson.decode, options)
  if not ok or type(decoded) ~= 'table' or type(decoded.tags) ~= 'table' then return false end
  for _, tag in ipairs(decoded.tags) do
    for _, wanted in ipairs(group.anyOf) do
      if type(tag) == 'string' and string.lower(tag) == string.lower(wanted) then return true end
    end
  end
  return false
end
local function fitsTags(options)
  local start = string.find(options, '"tags":', 1, true)
  local value = start and string.lower(string.sub(options, start)) or ''
  for _, group in ipairs(tags) do
    local found = false
    for _, text in ipairs(group.written) do found = found or string.find(value, text, 1, true) end
    if not found and not group.isNegated then return false end
    if found and group.isNegated and hasTag(options, group) then return false end
  end
  return true
end
local function fitsTimes(groups, time)
  for _, ranges in ipairs(groups or {}) do
    local found = false
    for _, range in ipairs(ranges) do
      found = found or ((range[1] == cjson.null or time >= range[1]) and (range[2] == cjson.null or time <= range[2]))
    end
    if not found then return false end
  end
  return true
end
local function read(job)
  if needsOptions then
    return redis.call('HMGET', job, '${jobField.name}', '${jobField.finishedOn}', '${jobField.timestamp}', '${jobField.options}')
  end
  return redis.call('HMGET', job, '${jobField.name}', '${jobField.finishedOn}', '${jobField.timestamp}')
end
local function fitsEnd(job, finishedOn, name, options)
  local mayExpire = needsOptions and string.find(options, '"expiresAt"', 1, true)
  if not finishedOn then
    if sieve.finished and not mayExpire then return false end
    return not ends or ends.open or (ends.expiring and mayExpire)
  end
  if since and finishedOn < since and not always[name] then return false end
  if not fitsTimes(sieve.finished, finishedOn) then return false end
  if not ends or (ends.result and ends.none) then return true end
  if not ends.result and not ends.none then return false end
  return (redis.call('HEXISTS', job, '${jobField.result}') == 1) == (ends.result or false)
end
local function mayFit(job, record)
  local name, options = record[1] or '', record[4] or ''
  return fitsName(name) and fitsEnd(job, tonumber(record[2]), name, options)
    and (not sieve.created or fitsTimes(sieve.created, tonumber(record[3]) or 0)) and (#tags == 0 or fitsTags(options))
end
local likely = 1
local function find(id)
  local job = queues[likely] .. id
  local record = read(job)
  if record[1] or record[3] then return job, record end
  for q = 1, #queues do
    job = queues[q] .. id
    record = q ~= likely and read(job) or {}
    if record[1] or record[3] then
      likely = q
      return job, record
    end
  end
end
local entries = ids
if #ids == 0 then
  if order == 'desc' then
    entries = redis.call('ZREVRANGEBYLEX', index, from == '' and '+' or '(' .. from, '-', 'LIMIT', 0, step)
  else
    entries = redis.call('ZRANGEBYLEX', index, from == '' and '-' or '(' .. from, '+', 'LIMIT', 0, step)
  end
end
local found = {}
for i, id in ipairs(entries) do
  local job, record = find(id)
  if job and mayFit(job, record) then found[#found + 1] = id end
  if #found == wanted then
    local isEnd = i == #entries and #entries < step
    return { isEnd and '' or id, tostring(i), found }
  end
end
return { #entries < step and '' or entries[#entries], tostring(#entries), found }
`,
  reply: tuple(text, text, listOf(text)),
});

export interface SieveRequest {
  readonly index: string;
  /** Key prefixes of the queues to search. */
  readonly queues: readonly string[];
  readonly order: 'asc' | 'desc';
  /** Only ids after this one, in the order; default: from the beginning. */
  readonly from: string | undefined;
  /** Number of index entries to examine. */
  readonly step: number;
  readonly wanted: number;
  readonly sieve: Sieve;
}

/** Ids that may match, the number of examined ones, and the id to continue from; null at the end. */
export interface Sieved {
  readonly ids: readonly string[];
  readonly lookedAt: number;
  readonly next: string | null;
}

/** True for a text that is stored as it is: JSON libraries escape control characters each in their way. */
export function isPlain(value: string): boolean {
  return !/\p{Cc}/u.test(value);
}

/** Walks along the index. */
export async function sieveJobs(redis: BrokerClient, request: SieveRequest): Promise<Sieved> {
  if (request.queues.length === 0) return { ids: [], lookedAt: 0, next: null };
  const { sieve, from = '', ...rest } = request;
  const sieveText = JSON.stringify(sieve);
  const [next, lookedAt, ids] = await SIEVE.run(redis, { ...rest, from, sieveText, ids: [] });
  return { ids, lookedAt: Number(lookedAt), next: next === '' ? null : next };
}

/** The given ids that may match, in their order. */
export async function sieveThese(
  redis: BrokerClient,
  { sieve, ...where }: Pick<SieveRequest, 'index' | 'queues' | 'sieve'>,
  ids: readonly string[],
): Promise<readonly string[]> {
  if (where.queues.length === 0 || ids.length === 0) return [];
  const sieveText = JSON.stringify(sieve);
  const all = { ...where, from: '', order: 'desc', step: ids.length, wanted: ids.length + 1 };
  const [, , found] = await SIEVE.run(redis, { ...all, sieveText, ids });
  return found;
}
