import type { BrokerClient } from '../../redis/connections.js';
import { LuaScript } from '../../redis/lua-script.js';
import { flag, integer, listOf, text, tuple } from '../../redis/script-reply.js';
import { type QueueKeys, jobField } from '../layout.js';
import { ownFields } from '../task-job.js';

/**
 * Writes the output of a running job and notifies its watchers, in one step. A removed job is skipped: a write would
 * recreate a part of it that nothing ever removes.
 *
 * Then the oldest lines over the limits are dropped. The job keeps the total size of its lines. Lines of an earlier
 * version are not included: the total is never below 0, and starts again with an empty list.
 *
 * `progress`: JSON or ''. `changes`: a channel. Returns whether the job exists.
 */
const WRITE = new LuaScript({
  name: 'write-output',
  keys: ['job', 'logs'],
  args: ['progress', 'changes', 'id'],
  numbers: ['mostLines', 'mostBytes'],
  moreArgs: 'lines',
  text: `
if redis.call('EXISTS', job) == 0 then return 0 end
if progress ~= '' then redis.call('HSET', job, '${jobField.progress}', progress) end
if #lines > 0 then
  local count, bytes = 0, 0
  for i = 1, #lines do
    count = redis.call('RPUSH', logs, lines[i])
    bytes = bytes + #lines[i]
  end
  if count > #lines then bytes = bytes + tonumber(redis.call('HGET', job, '${ownFields.logBytes}') or '0') end
  while count > 1 and (count > mostLines or bytes > mostBytes) do
    bytes = math.max(bytes - #redis.call('LPOP', logs), 0)
    count = count - 1
  end
  redis.call('HSET', job, '${ownFields.logBytes}', bytes)
  redis.call('HINCRBY', job, '${ownFields.lines}', #lines)
end
redis.call('PUBLISH', changes, id)
return 1
`,
  reply: flag,
});

/** Lua: `first`, the number of the first existing line from `wanted` on, and `from`, its place in the list. */
const FIRST = `
local total = tonumber(redis.call('HGET', job, '${ownFields.lines}') or '0')
local oldest = total - redis.call('LLEN', logs)
local first = math.max(wanted, oldest)
local from = first - oldest
`;

const numberedLines = tuple(integer, listOf(text));

/**
 * `wanted`: the number of the first line to read, from 0. `most`: maximum number of lines. Returns the number of the
 * first existing line from there, and the lines.
 */
const READ = new LuaScript({
  name: 'read-lines',
  keys: ['job', 'logs'],
  numbers: ['wanted', 'most'],
  text: `${FIRST}
return { first, redis.call('LRANGE', logs, from, from + most - 1) }
`,
  reply: numberedLines,
});

/** The same with `mostBytes`, the maximum size if there is more than one line. */
const READ_PART = new LuaScript({
  name: 'read-some-lines',
  keys: ['job', 'logs'],
  numbers: ['wanted', 'most', 'mostBytes'],
  text: `${FIRST}
local lines, bytes = {}, 0
for at = from, from + most - 1 do
  local line = redis.call('LINDEX', logs, at)
  bytes = bytes + (line and #line or 0)
  if not line or (#lines > 0 and bytes > mostBytes) then break end
  lines[#lines + 1] = line
end
return { first, lines }
`,
  reply: numberedLines,
});

/** Output of a running job, and the channel on which it is announced. */
export interface Output {
  readonly id: string;
  /** JSON, or '' to keep the current one. */
  readonly progress: string;
  readonly lines: readonly string[];
  readonly changes: string;
  /** Limits of the whole log; its newest line is always kept. */
  readonly mostLines: number;
  readonly mostBytes: number;
}

/** @returns false if the job is gone */
export function writeOutput(redis: BrokerClient, keys: QueueKeys, output: Output): Promise<boolean> {
  const { id } = output;
  return WRITE.run(redis, { job: keys.job(id), logs: keys.logs(id), ...output });
}

/** Lines are numbered from the submit, starting at 0. */
export interface LinesRequest {
  readonly id: string;
  /** The number of the first line to read. */
  readonly wanted: number;
  readonly most: number;
}

/** @returns the number of the first existing line from `wanted` on, and the lines */
export function readLines(
  redis: BrokerClient,
  keys: QueueKeys,
  { id, wanted, most }: LinesRequest,
): Promise<[first: number, lines: string[]]> {
  return READ.run(redis, { job: keys.job(id), logs: keys.logs(id), wanted, most });
}

/** The same with a size limit if there is more than one line. */
export function readSomeLines(
  redis: BrokerClient,
  keys: QueueKeys,
  { id, wanted, most, mostBytes }: LinesRequest & { readonly mostBytes: number },
): Promise<[first: number, lines: string[]]> {
  return READ_PART.run(redis, { job: keys.job(id), logs: keys.logs(id), wanted, most, mostBytes });
}
