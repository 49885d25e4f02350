import { Injectable } from '@nestjs/common';
import { Config } from '../../../platform/config/config.js';
import { Broker } from '../../../core/redis/broker.js';
import { ALL_BLOBS, Keys } from '../../../core/redis/keys.js';
import { scoredOf } from '../../../core/redis/scored.js';
import { LuaScript } from '../../../core/redis/lua-script.js';
import { BlobsFullError } from '../../../platform/blob-store/blob-store.js';
import type { Room } from '../../../platform/blob-store/limited.js';

/** Delay until the first check of an attempt that started to store something. */
export const FIRST_LOOK_MS = 60_000;
/** Number of tasks of an earlier version that one step makes due. */
const EARLIER_BATCH = 1_000;

/** Field of `blob-sizes`, set once all tasks entered before sizes were kept are due. */
const COUNTED = 'counted';

/** For scripts whose KEYS are the set and the hash: reads and sets the bytes of a task, and updates the total. */
const SIZES = `
local function sizeOf(field) return tonumber(redis.call('HGET', KEYS[2], field) or '') or 0 end
local function resize(id, bytes)
  local change = bytes - sizeOf(id)
  if bytes > 0 then redis.call('HSET', KEYS[2], id, bytes) else redis.call('HDEL', KEYS[2], id) end
  redis.call('HSET', KEYS[2], '${ALL_BLOBS}', math.max(0, sizeOf('${ALL_BLOBS}') + change))
end
`;

/**
 * Adds a task to the set and reserves bytes for it, unless that would exceed the limit.
 *
 * KEYS: the set, the hash. ARGV: task id, score, bytes, limit or ''. Returns 1 on success.
 */
const RESERVE = new LuaScript<0 | 1>(`${SIZES}
local bytes, limit = tonumber(ARGV[3]), tonumber(ARGV[4])
if limit and sizeOf('${ALL_BLOBS}') + bytes > limit then return 0 end
redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
resize(ARGV[1], sizeOf(ARGV[1]) + bytes)
return 1
`);

/**
 * Subtracts bytes from a task, which stays in the set.
 *
 * KEYS: the set, the hash. ARGV: task id, bytes.
 */
const GIVE_BACK = new LuaScript<null>(`${SIZES}
resize(ARGV[1], math.max(0, sizeOf(ARGV[1]) - tonumber(ARGV[2])))
`);

/**
 * Removes a task and its bytes.
 *
 * KEYS: the set, the hash. ARGV: task id.
 */
const FORGET = new LuaScript<null>(`${SIZES}
redis.call('ZREM', KEYS[1], ARGV[1])
resize(ARGV[1], 0)
`);

/**
 * Moves a task within the set, or removes it, and sets its bytes, unless another process has moved it in the meantime.
 *
 * KEYS: the set, the hash. ARGV: task id, score that was read, new score or '', bytes or '' to keep them. Returns 1 on
 * success.
 */
const MOVE = new LuaScript<0 | 1>(`${SIZES}
if tonumber(redis.call('ZSCORE', KEYS[1], ARGV[1]) or '') ~= tonumber(ARGV[2]) then return 0 end
if ARGV[3] == '' then redis.call('ZREM', KEYS[1], ARGV[1])
else redis.call('ZADD', KEYS[1], ARGV[3], ARGV[1]) end
if ARGV[4] ~= '' then resize(ARGV[1], tonumber(ARGV[4])) end
return 1
`);

/**
 * Makes tasks from before sizes were kept due soon; the sweep then counts them.
 *
 * KEYS: the set, the hash. ARGV: score, maximum number. Returns 1 if there are more.
 */
const COUNT_EARLIER = new LuaScript<0 | 1>(`
if redis.call('HGET', KEYS[2], '${COUNTED}') then return 0 end
local ids = redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. ARGV[1], '+inf', 'LIMIT', 0, ARGV[2])
for _, id in ipairs(ids) do redis.call('ZADD', KEYS[1], ARGV[1], id) end
if #ids == tonumber(ARGV[2]) then return 1 end
redis.call('HSET', KEYS[2], '${COUNTED}', 1)
return 0
`);

/** A task whose blobs are due for a check. */
export interface Due {
  readonly taskId: string;
  readonly score: number;
}

/** Index of the tasks that may have blobs, ordered by their next check, with the bytes of each. */
@Injectable()
export class BlobIndex {
  constructor(
    private readonly broker: Broker,
    private readonly keys: Keys,
    private readonly config: Config,
  ) {}

  /** Bytes left under BLOBS_MAX_BYTES; undefined without a limit. */
  async room(): Promise<Room | undefined> {
    const limitBytes = this.config.blobsMaxBytes;
    if (limitBytes === undefined) return undefined;
    const total = await this.broker.producer.hget(this.keys.blobSizes, ALL_BLOBS);
    return { bytes: limitBytes - Number(total ?? 0), limitBytes };
  }

  /**
   * Enters a task that is about to store this many more bytes.
   *
   * @throws BlobsFullError
   */
  async reserve(taskId: string, bytes: number): Promise<void> {
    const limit = this.config.blobsMaxBytes;
    const values = [taskId, Date.now() + FIRST_LOOK_MS, bytes, limit ?? ''];
    const isReserved = (await RESERVE.run(this.broker.producer, this.both, values)) === 1;
    if (!isReserved && limit !== undefined) throw new BlobsFullError(limit);
  }

  /** Releases reserved bytes that were certainly not written. */
  async giveBack(taskId: string, bytes: number): Promise<void> {
    await GIVE_BACK.run(this.broker.producer, this.both, [taskId, bytes]);
  }

  async has(taskId: string): Promise<boolean> {
    return (await this.broker.producer.zscore(this.keys.blobs, taskId)) !== null;
  }

  async forget(taskId: string): Promise<void> {
    await FORGET.run(this.broker.producer, this.both, [taskId]);
  }

  async due(limit: number): Promise<Due[]> {
    const range = [this.keys.blobs, '-inf', Date.now(), 'WITHSCORES', 'LIMIT', 0, limit] as const;
    const due = scoredOf(await this.broker.producer.zrangebyscore(...range));
    return due.map(({ member: taskId, score }) => ({ taskId, score }));
  }

  /**
   * @param next undefined removes the task
   * @param bytes the actual bytes; undefined keeps the reserved ones
   * @returns false if another process has moved the task in the meantime
   */
  async move({ taskId, score }: Due, next: number | undefined, bytes?: number): Promise<boolean> {
    const values = [taskId, score, next ?? '', bytes ?? ''];
    return (await MOVE.run(this.broker.producer, this.both, values)) === 1;
  }

  /** Makes tasks of an earlier version, which kept no sizes, due for counting. Returns true if there are more. */
  async countEarlier(): Promise<boolean> {
    const values = [Date.now() + FIRST_LOOK_MS, EARLIER_BATCH];
    return (await COUNT_EARLIER.run(this.broker.producer, this.both, values)) === 1;
  }

  private get both(): [string, string] {
    return [this.keys.blobs, this.keys.blobSizes];
  }
}
