import { type BrokerClient } from '../../redis/connections.js';
import { msOf } from '../../redis/broker.js';
import { LuaScript } from '../../redis/lua-script.js';
import { flag, integer, listOf, text, textOrNull, tuple } from '../../redis/script-reply.js';
import { type JobRecord, RESULT_LEFT_OUT, parseRecord, recordFields } from '../job-record.js';
import { jobField, place } from '../layout.js';

/** What one answer tells of several jobs, in bytes. */
const PART_BYTES = 1_048_576;

/** A job that was found, and the index of its queue among those that were asked. */
export interface FoundJob {
  readonly queue: number;
  readonly record: JobRecord;
}

const parts = tuple(integer, flag, textOrNull, listOf(textOrNull));

/** @param reply queue from 1, 1 if active, score among the delayed ones, values of the fields; nil: no such job */
function foundJob(reply: unknown): FoundJob | undefined {
  if (reply === null) return undefined;
  const [queue, isActive, delayedScore, values] = parts(reply);
  return { queue: queue - 1, record: parseRecord(values, isActive, delayedScore) };
}

/**
 * Finds jobs by their ids in whichever queue has them, each with its fields, whether it runs and until when it is
 * delayed, in one atomic step: two reads could see a job waiting in the first and finished in the second, and tell a
 * story that never was. The time is the broker's: what has expired is judged by one clock for all processes.
 *
 * An answer has PART_BYTES at most, or one job: it then tells of the first ids only. A long one would take so long that
 * the broker seems to be gone, and all others would wait for it.
 *
 * The fields stand in the text: to send them with each read costs more than to read them. Returns the time (s, µs), and
 * for each id what `foundJob` parses.
 */
const FIND = new LuaScript({
  name: 'find-jobs',
  moreKeys: 'queues',
  numbers: ['mostResultBytes', 'mostStackBytes'],
  moreArgs: 'ids',
  text: `
local room = ${PART_BYTES}
-- Quote, comma, quote stands nowhere else in a list of texts: within a text a quote is escaped.
local function lastOf(stacks)
  local last = string.match(stacks, '^.*","(.*)$')
  return last and '["' .. last or stacks
end
local function read(q, id)
  local key = queues[q] .. id
  if redis.call('EXISTS', key) == 0 then return false end
  local isTooLarge = mostResultBytes > 0 and redis.call('HSTRLEN', key, '${jobField.result}') > mostResultBytes
  local values = redis.call('HMGET', key, ${recordFields.map(fieldRead).join(', ')})
  for n = 1, #values do room = room - (values[n] and #values[n] or 0) end
  local stacks = values[${luaIndexOf(jobField.stacks)}]
  if stacks and #stacks > mostStackBytes then values[${luaIndexOf(jobField.stacks)}] = lastOf(stacks) end
  if isTooLarge then values[${luaIndexOf(jobField.result)}] = '${RESULT_LEFT_OUT}' end
  if values[${luaIndexOf(jobField.finishedOn)}] then return { q, 0, false, values } end
  if redis.call('LPOS', queues[q] .. '${place.active}', id) then return { q, 1, false, values } end
  return { q, 0, redis.call('ZSCORE', queues[q] .. '${place.delayed}', id), values }
end
local result = {}
for n = 1, #ids do
  local found = false
  for q = 1, #queues do found = found or read(q, ids[n]) end
  result[n] = found
  if room < 0 then break end
end
return { redis.call('TIME'), result }
`,
  reply: tuple(tuple(text, text), listOf(foundJob)),
});

/** Lua: the name of a field, written out: to put a list of them together costs more than to read them all. */
function fieldRead(field: string): string {
  return field === jobField.result ? `isTooLarge and '' or '${field}'` : `'${field}'`;
}

/** Where among the fields, from 1 as Lua counts, one is. */
function luaIndexOf(field: (typeof recordFields)[number]): number {
  return recordFields.indexOf(field) + 1;
}

export interface FindRequest {
  /** The key prefixes of the queues to look in. */
  readonly queues: readonly string[];
  readonly ids: readonly string[];
  /** A larger result is left out; 0: none is. */
  readonly mostResultBytes: number;
  /** Of a larger list of stacks only the last is read. */
  readonly mostStackBytes: number;
}

/**
 * @returns the broker's time in ms, and for each of the first ids the job or undefined: how many are told depends on
 *   their size. There is at least one
 */
export async function findJobs(
  redis: BrokerClient,
  request: FindRequest,
): Promise<{ readonly now: number; readonly jobs: readonly (FoundJob | undefined)[] }> {
  const [time, jobs] = await FIND.run(redis, request);
  return { now: msOf(time), jobs };
}
