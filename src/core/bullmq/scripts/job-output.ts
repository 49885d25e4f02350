import type { BrokerClient } from '../../redis/connections.js';
import { LuaScript } from '../../redis/lua-script.js';
import { flag, integer, listOf, text, tuple } from '../../redis/script-reply.js';
import { type QueueKeys, jobField } from '../layout.js';
import { ownFields } from '../task-job.js';

/**
 * Writes what a running job says of itself, and tells those who watch it, in one step. A job that was removed meanwhile
 * is left alone: a write would bring back a part of it that nothing ever removes.
 *
 * Then the oldest lines go that are too many, or too long together. How long all are is counted in the job. Lines of an
 * earlier version are in no count: it is never below 0, and begins anew where the list does.
 *
 * `progress`: JSON or ''. `changes`: a channel. Returns whether the job was there.
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

/** Lua: `first`, the number of the first line that there is from `wanted` on, and `from`, its place in the list. */
const FIRST = `
local total = tonumber(redis.call('HGET', job, '${ownFields.lines}') or '0')
local oldest = total - redis.call('LLEN', logs)
local first = math.max(wanted, oldest)
local from = first - oldest
`;

const numberedLines = tuple(integer, listOf(text));

/**
 * `wanted`: the number of the first line that is wanted, from 0. `most`: how many at most. Returns the number of the
 * first line that there is from there on, and the lines.
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

/** The same, with `mostBytes`: where it is more than one line, how many bytes at most. */
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

/** What a job says while it runs, and the channel on which that is announced. */
export interface Output {
  readonly id: string;
  /** JSON, or '' for what it was. */
  readonly progress: string;
  readonly lines: readonly string[];
  readonly changes: string;
  /** Of the whole log; its newest line stays in any case. */
  readonly mostLines: number;
  readonly mostBytes: number;
}

/** @returns false where the job is gone */
export function writeOutput(redis: BrokerClient, keys: QueueKeys, output: Output): Promise<boolean> {
  const { id } = output;
  return WRITE.run(redis, { job: keys.job(id), logs: keys.logs(id), ...output });
}

/** Numbers count the lines since the submit, from 0. */
export interface LinesRequest {
  readonly id: string;
  /** The number of the first line that is wanted. */
  readonly wanted: number;
  readonly most: number;
}

/** @returns the number of the first line that there is from the wanted one on, and the lines */
export function readLines(
  redis: BrokerClient,
  keys: QueueKeys,
  { id, wanted, most }: LinesRequest,
): Promise<[first: number, lines: string[]]> {
  return READ.run(redis, { job: keys.job(id), logs: keys.logs(id), wanted, most });
}

/** The same, with a limit of bytes where it is more than one line. */
export function readSomeLines(
  redis: BrokerClient,
  keys: QueueKeys,
  { id, wanted, most, mostBytes }: LinesRequest & { readonly mostBytes: number },
): Promise<[first: number, lines: string[]]> {
  return READ_PART.run(redis, { job: keys.job(id), logs: keys.logs(id), wanted, most, mostBytes });
}
