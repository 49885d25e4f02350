import type { BrokerClient } from '../../redis/connections.js';
import { LuaScript } from '../../redis/lua-script.js';
import { listOf, text, tuple } from '../../redis/script-reply.js';
import { jobField } from '../layout.js';

/** A reliable property of a record; `any`: a few fields do not suffice; '': no property. */
export type Trait = 'result' | 'end' | 'open' | 'any' | '';

/**
 * Walks down the index and returns the ids of jobs that may match, based on a few fields of each, without sending these
 * to the client. It may return too many, but never too few: the reader of the jobs decides.
 *
 * `queues`: key prefixes. `before`: the place to continue from ('+': the newest). `step`: number of entries to examine.
 * `wanted`: number of ids to find. `name`, `tag`, `trait`: '' for any. Returns where it stopped ('': at the end), and
 * the ids.
 */
const SIEVE = new LuaScript({
  name: 'sieve-jobs',
  keys: ['index'],
  moreKeys: 'queues',
  args: ['before', 'name', 'tag', 'trait'],
  numbers: ['step', 'wanted'],
  text: `
local tagText = tag ~= '' and cjson.encode(tag) or nil -- as it stands in the options, which are written so
local function mayFit(job)
  local record = redis.call('HMGET', job, '${jobField.name}', '${jobField.options}', '${jobField.finishedOn}')
  if name ~= '' and record[1] ~= name then return false end
  if tagText and not string.find(record[2] or '', tagText, 1, true) then return false end
  if trait == 'open' then return not record[3] end
  if trait == 'result' or trait == 'end' then
    return record[3] and (redis.call('HEXISTS', job, '${jobField.result}') == 1) == (trait == 'result')
  end
  if trait == 'any' then return record[3] or string.find(record[2] or '', '"expiresAt"', 1, true) end
  return true
end
local from = before == '+' and '+' or '(' .. before
local entries = redis.call('ZREVRANGEBYLEX', index, from, '-', 'LIMIT', 0, step)
local found = {}
for i, id in ipairs(entries) do
  for q = 1, #queues do
    local job = queues[q] .. id
    if redis.call('EXISTS', job) == 1 then
      if mayFit(job) then found[#found + 1] = id end
      break
    end
  end
  if #found == wanted then
    local isEnd = i == #entries and #entries < step
    return { isEnd and '' or id, found }
  end
end
return { #entries < step and '' or entries[#entries], found }
`,
  reply: tuple(text, listOf(text)),
});

export interface SieveRequest {
  readonly index: string;
  /** Key prefixes of the queues to search. */
  readonly queues: readonly string[];
  /** Only ids older than this one; `+`: from the newest. */
  readonly before: string;
  /** Number of index entries to examine. */
  readonly step: number;
  readonly wanted: number;
  /** '' for any. */
  readonly name: string;
  readonly tag: string;
  readonly trait: Trait;
}

/** @returns the ids that may match, and the id to continue from; null at the end */
export async function sieveJobs(
  redis: BrokerClient,
  request: SieveRequest,
): Promise<{ readonly ids: readonly string[]; readonly next: string | null }> {
  const [next, ids] = await SIEVE.run(redis, request);
  return { ids, next: next === '' ? null : next };
}
