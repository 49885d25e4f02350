import { type BrokerClient } from '../../redis/connections.js';
import { msOf } from '../../redis/broker.js';
import { LuaScript } from '../../redis/lua-script.js';
import { flag, integer, listOf, text, textOrNull, tuple } from '../../redis/script-reply.js';
import { type JobRecord, RESULT_LEFT_OUT, parseRecord, recordFields } from '../job-record.js';
import { jobField, place } from '../layout.js';

/** Maximum size of one reply about several jobs, in bytes. */
const PART_BYTES = 1_048_576;

/** A job, and the index of its queue among the requested ones. */
export interface FoundJob {
  readonly queue: number;
  readonly record: JobRecord;
}

const parts = tuple(integer, flag, textOrNull, listOf(textOrNull));

/** @param reply queue from 1, 1 if active, score among the delayed jobs, values of the fields; nil for a missing job */
export function foundJob(reply: unknown): FoundJob | undefined {
  if (reply === null) return undefined;
  const [queue, isActive, delayedScore, values] = parts(reply);
  return { queue: queue - 1, record: parseRecord(values, isActive, delayedScore) };
}

/** Lua: `lastOf(stacks)` is a list with the last of them. */
export const LAST_OF = `
-- Quote, comma, quote stands nowhere else in a list of texts: within a text a quote is escaped.
local function lastOf(stacks)
  local last = string.match(stacks, '^.*","(.*)$')
  return last and '["' .. last or stacks
end
`;

/**
 * Lua: `read(q, id)` returns the input of `foundJob`, or false.
 *
 * Shares these locals with its caller: `queues`, `mostResultBytes`, `mostStackBytes`.
 */
export const READ_JOB = `${LAST_OF}
local function read(q, id)
  local key = queues[q] .. id
  if redis.call('EXISTS', key) == 0 then return false end
  local isTooLarge = mostResultBytes > 0 and redis.call('HSTRLEN', key, '${jobField.result}') > mostResultBytes
  local values = redis.call('HMGET', key, ${recordFields.map(fieldRead).join(', ')})
  local stacks = values[${luaIndexOf(jobField.stacks)}]
  if stacks and #stacks > mostStackBytes then values[${luaIndexOf(jobField.stacks)}] = lastOf(stacks) end
  if isTooLarge then values[${luaIndexOf(jobField.result)}] = '${RESULT_LEFT_OUT}' end
  if values[${luaIndexOf(jobField.finishedOn)}] then return { q, 0, false, values } end
  if redis.call('LPOS', queues[q] .. '${place.active}', id) then return { q, 1, false, values } end
  return { q, 0, redis.call('ZSCORE', queues[q] .. '${place.delayed}', id), values }
end
`;

/**
 * Finds jobs by their ids in any of the queues, each with its fields, whether it runs and until when it is delayed, in
 * one atomic step: two reads could see a job waiting in the first and finished in the second, a state that never
 * existed. The time is the broker's: one clock for all processes decides about expiry.
 *
 * A reply has at most PART_BYTES, or one job: it then covers only the first ids. A longer one would take so long that
 * the broker seems unavailable, and all other clients would wait for it. That includes the payloads, if `withPayloads` is 1.
 *
 * The field names are part of the text: sending them with each read costs more than reading the fields. Returns the
 * time (s, µs), for each id the input of `foundJob`, and for each id the payload.
 */
const FIND = new LuaScript({
  name: 'find-jobs',
  moreKeys: 'queues',
  numbers: ['mostResultBytes', 'mostStackBytes', 'withPayloads'],
  moreArgs: 'ids',
  text: `
${READ_JOB}
local result, payloads = {}, {}
local room = ${PART_BYTES}
for n = 1, #ids do
  local found = false
  for q = 1, #queues do found = found or read(q, ids[n]) end
  result[n] = found
  if withPayloads == 1 then
    payloads[n] = found and redis.call('HGET', queues[found[1]] .. ids[n], '${jobField.data}')
    room = room - (payloads[n] and #payloads[n] or 0)
  end
  -- The room decides only about a next one.
  for _, value in ipairs(found and n < #ids and found[4] or {}) do room = room - (value and #value or 0) end
  if room < 0 then break end
end
return { redis.call('TIME'), result, payloads }
`,
  reply: tuple(tuple(text, text), listOf(foundJob), listOf(textOrNull)),
});

/** Lua: the literal name of a field. Building a list of names at run time costs more than reading all fields. */
function fieldRead(field: string): string {
  return field === jobField.result ? `isTooLarge and '' or '${field}'` : `'${field}'`;
}

/** The position of a field, from 1 as in Lua. */
function luaIndexOf(field: (typeof recordFields)[number]): number {
  return recordFields.indexOf(field) + 1;
}

export interface FindRequest {
  /** Key prefixes of the queues to search. */
  readonly queues: readonly string[];
  readonly ids: readonly string[];
  /** Larger results are left out; 0 means no limit. */
  readonly mostResultBytes: number;
  /** Of a larger list of stacks, only the last is read. */
  readonly mostStackBytes: number;
  /** Default: false. */
  readonly withPayloads?: boolean;
}

export interface FoundJobs {
  /** The broker's time in ms since 1970. */
  readonly now: number;
  /** For each of the first ids the job or undefined. Their number depends on their size, and is at least one. */
  readonly jobs: readonly (FoundJob | undefined)[];
  /** Their payloads as they are stored; empty if not asked for. */
  readonly payloads: readonly (string | null)[];
}

export async function findJobs(redis: BrokerClient, request: FindRequest): Promise<FoundJobs> {
  const withPayloads = request.withPayloads === true ? 1 : 0;
  const [time, jobs, payloads] = await FIND.run(redis, { ...request, withPayloads });
  return { now: msOf(time), jobs, payloads };
}
