import { Injectable } from '@nestjs/common';
import { Config } from '../../../platform/config/config.js';
import { Broker } from '../../../core/redis/broker.js';
import { ALL_BLOBS, Keys } from '../../../core/redis/keys.js';
import { scoredOf } from '../../../core/redis/scored.js';
import { LuaScript } from '../../../core/redis/lua-script.js';
import { BlobsFullError } from '../../../platform/blob-store/blob-store.js';
import type { Room } from '../../../platform/blob-store/limited.js';

/** After this long an attempt that had begun to keep something is looked after. */
export const FIRST_LOOK_MS = 60_000;
/** Tasks of an earlier version that one step makes due. */
const EARLIER_BATCH = 1_000;

/** Of `blob-sizes`: there once the tasks that entered before sizes were kept are due. */
const COUNTED = 'counted';

/** For scripts whose KEYS are the set and the hash: reads and sets the bytes of a task, and the total with them. */
const SIZES = `
local function sizeOf(field) return tonumber(redis.call('HGET', KEYS[2], field) or '') or 0 end
local function resize(id, bytes)
  local change = bytes - sizeOf(id)
  if bytes > 0 then redis.call('HSET', KEYS[2], id, bytes) else redis.call('HDEL', KEYS[2], id) end
  redis.call('HSET', KEYS[2], '${ALL_BLOBS}', math.max(0, sizeOf('${ALL_BLOBS}') + change))
end
`;

/**
 * Enters a task into the set and adds bytes to it, unless there would be more than the limit.
 *
 * KEYS: the set, the hash. ARGV: task id, score, bytes, limit or ''. Returns 1 if that was done.
 */
const RESERVE = new LuaScript<0 | 1>(`${SIZES}
local bytes, limit = tonumber(ARGV[3]), tonumber(ARGV[4])
if limit and sizeOf('${ALL_BLOBS}') + bytes > limit then return 0 end
redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
resize(ARGV[1], sizeOf(ARGV[1]) + bytes)
return 1
`);

/**
 * Takes bytes off a task that has them. It stays in the set.
 *
 * KEYS: the set, the hash. ARGV: task id, bytes.
 */
const GIVE_BACK = new LuaScript<null>(`${SIZES}
resize(ARGV[1], math.max(0, sizeOf(ARGV[1]) - tonumber(ARGV[2])))
`);

/**
 * Takes a task out of the set, with its bytes.
 *
 * KEYS: the set, the hash. ARGV: task id.
 */
const FORGET = new LuaScript<null>(`${SIZES}
redis.call('ZREM', KEYS[1], ARGV[1])
resize(ARGV[1], 0)
`);

/**
 * Moves a task in, or takes it out of, the set, and sets its bytes, unless someone has moved it meanwhile.
 *
 * KEYS: the set, the hash. ARGV: task id, score that was read, new score or '', bytes or '' to leave them. Returns 1
 * if that was done.
 */
const MOVE = new LuaScript<0 | 1>(`${SIZES}
if tonumber(redis.call('ZSCORE', KEYS[1], ARGV[1]) or '') ~= tonumber(ARGV[2]) then return 0 end
if ARGV[3] == '' then redis.call('ZREM', KEYS[1], ARGV[1])
else redis.call('ZADD', KEYS[1], ARGV[3], ARGV[1]) end
if ARGV[4] ~= '' then resize(ARGV[1], tonumber(ARGV[4])) end
return 1
`);

/**
 * Makes tasks due soon that entered before sizes were kept: the sweep then counts them.
 *
 * KEYS: the set, the hash. ARGV: score, how many at most. Returns 1 if there are more.
 */
const COUNT_EARLIER = new LuaScript<0 | 1>(`
if redis.call('HGET', KEYS[2], '${COUNTED}') then return 0 end
local ids = redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. ARGV[1], '+inf', 'LIMIT', 0, ARGV[2])
for _, id in ipairs(ids) do redis.call('ZADD', KEYS[1], ARGV[1], id) end
if #ids == tonumber(ARGV[2]) then return 1 end
redis.call('HSET', KEYS[2], '${COUNTED}', 1)
return 0
`);

/** A task that is to be looked after. */
export interface Due {
  readonly taskId: string;
  readonly score: number;
}

/** The tasks that may have blobs, by when they are looked after, and how many bytes each may have. */
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
   * Enters a task that is about to keep so many bytes more.
   *
   * @throws BlobsFullError
   */
  async reserve(taskId: string, bytes: number): Promise<void> {
    const limit = this.config.blobsMaxBytes;
    const values = [taskId, Date.now() + FIRST_LOOK_MS, bytes, limit ?? ''];
    const isReserved = (await RESERVE.run(this.broker.producer, this.both, values)) === 1;
    if (!isReserved && limit !== undefined) throw new BlobsFullError(limit);
  }

  /** For bytes that were reserved, and certainly not written. */
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
   * @param next undefined takes it out
   * @param bytes what it is known to have; undefined leaves what it has reserved
   * @returns false: someone else has moved it meanwhile
   */
  async move({ taskId, score }: Due, next: number | undefined, bytes?: number): Promise<boolean> {
    const values = [taskId, score, next ?? '', bytes ?? ''];
    return (await MOVE.run(this.broker.producer, this.both, values)) === 1;
  }

  /** Has the tasks counted that an earlier version entered, which kept no sizes. True: there are more. */
  async countEarlier(): Promise<boolean> {
    const values = [Date.now() + FIRST_LOOK_MS, EARLIER_BATCH];
    return (await COUNT_EARLIER.run(this.broker.producer, this.both, values)) === 1;
  }

  private get both(): [string, string] {
    return [this.keys.blobs, this.keys.blobSizes];
  }
}
