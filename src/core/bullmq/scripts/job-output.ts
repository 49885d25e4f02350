import type { BrokerClient } from '../../redis/connections.js';
import { NamedScript } from '../../redis/named-script.js';
import { flag, integer, listOf, text, tuple } from '../../redis/script-reply.js';
import { type QueueKeys, jobField } from '../layout.js';
import { ownFields } from '../task-job.js';

/** Lines kept of one job: the newest. */
export const MAX_LINES = 10_000;

/**
 * Writes what a running job says of itself, and tells those who watch it, in one step. A job that was removed meanwhile
 * is left alone: a write would bring back a part of it that nothing ever removes.
 *
 * `progress`: JSON or ''. `changes`: a channel. Returns whether the job was there.
 */
const WRITE = new NamedScript({
  name: 'write-output',
  keys: ['job', 'logs'],
  args: ['progress', 'changes', 'id'],
  numbers: ['mostLines'],
  moreArgs: 'lines',
  text: `
if redis.call('EXISTS', job) == 0 then return 0 end
if progress ~= '' then redis.call('HSET', job, '${jobField.progress}', progress) end
for i = 1, #lines do redis.call('RPUSH', logs, lines[i]) end
if #lines > 0 then
  redis.call('LTRIM', logs, -mostLines, -1)
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
const READ = new NamedScript({
  name: 'read-lines',
  keys: ['job', 'logs'],
  numbers: ['wanted', 'most'],
  text: `${FIRST}
return { first, redis.call('LRANGE', logs, from, from + most - 1) }
`,
  reply: numberedLines,
});

/** The same, with `mostBytes`: where it is more than one line, how many bytes at most. */
const READ_PART = new NamedScript({
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
}

/** @returns false where the job is gone */
export function writeOutput(redis: BrokerClient, keys: QueueKeys, output: Output): Promise<boolean> {
  const { id } = output;
  return WRITE.run(redis, { job: keys.job(id), logs: keys.logs(id), mostLines: MAX_LINES, ...output });
}

/** The number of the first line, and all lines that are still kept. */
export function readLines(redis: BrokerClient, keys: QueueKeys, id: string): Promise<[number, string[]]> {
  return READ.run(redis, { job: keys.job(id), logs: keys.logs(id), wanted: 0, most: MAX_LINES });
}

/** The number of the first line from `wanted` on, and so many lines: one at least, where there is one. */
export function readSomeLines(
  redis: BrokerClient,
  keys: QueueKeys,
  id: string,
  part: { readonly wanted: number; readonly most: number; readonly mostBytes: number },
): Promise<[number, string[]]> {
  return READ_PART.run(redis, { job: keys.job(id), logs: keys.logs(id), ...part });
}
