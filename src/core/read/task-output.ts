import { Injectable } from '@nestjs/common';
import { Broker } from '../redis/broker.js';
import { Keys } from '../redis/keys.js';
import { LuaScript } from '../redis/lua-script.js';
import { Queues } from '../bullmq/queues.js';
import { ownFields } from '../bullmq/task-job.js';
import type { TaskSnapshot } from '../task/task-snapshot.js';
import type { QueueName } from '../../platform/config/queue-names.js';

/** Maximum number of lines kept per task: the newest. For more, use the service's own log. */
export const MAX_LINES = 10_000;
/** Maximum size of these lines in UTF-8. */
export const MAX_LOG_BYTES = 1_048_576;
/** A part of a log, for readers that fetch all of it piece by piece. A single line may be larger. */
const PART = { lines: 200, bytes: 262_144 } as const;
/** Lines written in one step: a command cannot have too many arguments. */
const STEP_LINES = 1_000;

/**
 * Writes what a running task says of itself, and tells those who watch it, in one step. A task that was removed
 * meanwhile is left alone: a write would bring back a part of it that nothing ever removes.
 *
 * Then the oldest lines go that are too many, or too long together. How long all are is counted in the job. Lines of an
 * earlier version are in no count: it is never below 0, and begins anew where the list does.
 *
 * KEYS: job, its logs. ARGV: progress as JSON or '', channel of changes, id, lines kept, bytes kept, then the new lines.
 */
const NOTE = new LuaScript<number>(`
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
if ARGV[1] ~= '' then redis.call('HSET', KEYS[1], 'progress', ARGV[1]) end
local added = #ARGV - 5
if added > 0 then
  local count, bytes = 0, 0
  for i = 6, #ARGV do
    count = redis.call('RPUSH', KEYS[2], ARGV[i])
    bytes = bytes + #ARGV[i]
  end
  if count > added then
    bytes = bytes + tonumber(redis.call('HGET', KEYS[1], '${ownFields.logBytes}') or '0')
  end
  while count > 1 and (count > tonumber(ARGV[4]) or bytes > tonumber(ARGV[5])) do
    bytes = math.max(bytes - #redis.call('LPOP', KEYS[2]), 0)
    count = count - 1
  end
  redis.call('HSET', KEYS[1], '${ownFields.logBytes}', bytes)
  redis.call('HINCRBY', KEYS[1], '${ownFields.lines}', added)
end
redis.call('PUBLISH', ARGV[2], ARGV[3])
return 1
`);

/** Lua: `first`, the number of the first line that there is from ARGV[1] on, and `from`, its place in the list. */
const FIRST = `
local total = tonumber(redis.call('HGET', KEYS[1], '${ownFields.lines}') or '0')
local oldest = total - redis.call('LLEN', KEYS[2])
local first = math.max(tonumber(ARGV[1]), oldest)
local from = first - oldest
`;

/**
 * KEYS: job, its logs. ARGV: number of the first line that is wanted, from 0; how many at most.
 * Returns the number of the first line that there is from there on, and the lines.
 */
const READ = new LuaScript<[first: number, lines: string[]]>(`${FIRST}
return { first, redis.call('LRANGE', KEYS[2], from, from + tonumber(ARGV[2]) - 1) }
`);

/** The same, with ARGV[3]: where it is more than one line, how many bytes at most. */
const READ_PART = new LuaScript<[first: number, lines: string[]]>(`${FIRST}
local lines, bytes = {}, 0
for at = from, from + tonumber(ARGV[2]) - 1 do
  local line = redis.call('LINDEX', KEYS[2], at)
  bytes = bytes + (line and #line or 0)
  if not line or (#lines > 0 and bytes > tonumber(ARGV[3])) then break end
  lines[#lines + 1] = line
end
return { first, lines }
`);

/** Output of a running task: its newest progress, and log lines in order. */
export interface OutputChanges {
  /** JSON. */
  readonly progress?: string;
  readonly lines: readonly string[];
}

/** Lines of a task's log. `first` is the number of the first one, counted from 0 at the submit. */
export interface LogLines {
  readonly first: number;
  readonly lines: readonly string[];
}

/** Progress and log of submitted tasks: written by the worker that runs the task, read by any process. */
@Injectable()
export class TaskOutput {
  constructor(
    private readonly broker: Broker,
    private readonly queues: Queues,
    private readonly keys: Keys,
  ) {}

  /**
   * For workers: waits while the broker is unavailable.
   *
   * @param maxBytes limit of the whole log; its newest line is always kept
   */
  async write(
    queue: QueueName,
    id: string,
    { progress, lines }: OutputChanges,
    maxBytes = MAX_LOG_BYTES,
  ): Promise<void> {
    const job = this.queues.get(queue).toKey(id);
    for (let from = 0; from === 0 || from < lines.length; from += STEP_LINES) {
      const step = lines.slice(from, from + STEP_LINES);
      const values = [progress ?? '', this.keys.changes, id, MAX_LINES, maxBytes, ...step];
      await NOTE.run(this.broker.worker, [job, logsKey(job)], values);
    }
  }

  /**
   * All lines that are still kept.
   *
   * @throws BrokerUnavailableError
   */
  read(task: Pick<TaskSnapshot, 'id' | 'queue'>): Promise<LogLines> {
    return this.run(READ, task, [0, MAX_LINES]);
  }

  /**
   * Reads lines from number `from`, few enough to buffer for a slow reader.
   *
   * @throws BrokerUnavailableError
   */
  readPart(task: Pick<TaskSnapshot, 'id' | 'queue'>, from: number): Promise<LogLines> {
    return this.run(READ_PART, task, [from, PART.lines, PART.bytes]);
  }

  private async run(
    script: typeof READ,
    { id, queue }: Pick<TaskSnapshot, 'id' | 'queue'>,
    values: readonly number[],
  ): Promise<LogLines> {
    const job = this.queues.get(queue).toKey(id);
    const reading = script.run(this.broker.producer, [job, logsKey(job)], values);
    const [first, lines] = await this.broker.ask(reading);
    return { first, lines };
  }
}

/** The key of a job's log in BullMQ, which is removed with the job. */
function logsKey(jobKey: string): string {
  return `${jobKey}:logs`;
}
