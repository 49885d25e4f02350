import { Injectable } from '@nestjs/common';
import { Config } from '../../../platform/config/config.js';
import { ALL_BLOBS, Broker, flag, Keys, LuaScript, nothing, scoredOf } from '../../../core/index.js';
import { BlobsFullError } from '../../../platform/blob-store/blob-store.js';
import type { Room } from '../../../platform/blob-store/limited.js';

/** Delay until the first check of an attempt that started to store something. */
export const FIRST_LOOK_MS = 60_000;
/** Number of tasks of an earlier version that one step makes due. */
const EARLIER_BATCH = 1_000;

/** Field of `blob-sizes`, set once all tasks entered before sizes were kept are due. */
const COUNTED = 'counted';

/** For scripts with a key `sizes`: reads and sets the bytes of a task, and updates the total. */
const SIZES = `
local function sizeOf(field) return tonumber(redis.call('HGET', sizes, field) or '') or 0 end
local function resize(id, bytes)
  local change = bytes - sizeOf(id)
  if bytes > 0 then redis.call('HSET', sizes, id, bytes) else redis.call('HDEL', sizes, id) end
  redis.call('HSET', sizes, '${ALL_BLOBS}', math.max(0, sizeOf('${ALL_BLOBS}') + change))
end
`;

/**
 * Adds a task to the set and reserves bytes for it, unless that would exceed the limit.
 *
 * `limit`: negative for none. Returns 1 on success.
 */
const RESERVE = new LuaScript({
  name: 'reserve-blob',
  keys: ['blobs', 'sizes'],
  args: ['task'],
  numbers: ['score', 'added', 'limit'],
  text: `${SIZES}
if limit >= 0 and sizeOf('${ALL_BLOBS}') + added > limit then return 0 end
redis.call('ZADD', blobs, score, task)
resize(task, sizeOf(task) + added)
return 1
`,
  reply: flag,
});

/** Subtracts bytes from a task, which stays in the set. */
const GIVE_BACK = new LuaScript({
  name: 'give-back-blob',
  keys: ['sizes'],
  args: ['task'],
  numbers: ['released'],
  text: `${SIZES}
resize(task, math.max(0, sizeOf(task) - released))
`,
  reply: nothing,
});

/** Removes a task and its bytes. */
const FORGET = new LuaScript({
  name: 'forget-blobs',
  keys: ['blobs', 'sizes'],
  args: ['task'],
  text: `${SIZES}
redis.call('ZREM', blobs, task)
resize(task, 0)
`,
  reply: nothing,
});

/**
 * Moves a task within the set, or removes it, and sets its bytes, unless another process has moved it in the meantime.
 *
 * `score`: what was read. `next`: the new score or ''. `size`: bytes, or '' to keep them. Returns 1 on success.
 */
const MOVE = new LuaScript({
  name: 'move-blobs',
  keys: ['blobs', 'sizes'],
  args: ['task', 'next', 'size'],
  numbers: ['score'],
  text: `${SIZES}
if tonumber(redis.call('ZSCORE', blobs, task) or '') ~= score then return 0 end
if next == '' then redis.call('ZREM', blobs, task) else redis.call('ZADD', blobs, next, task) end
if size ~= '' then resize(task, tonumber(size)) end
return 1
`,
  reply: flag,
});

/**
 * Makes tasks from before sizes were kept due soon; the sweep then counts them.
 *
 * `most`: maximum number. Returns 1 if there are more.
 */
const COUNT_EARLIER = new LuaScript({
  name: 'count-earlier-blobs',
  keys: ['blobs', 'sizes'],
  numbers: ['score', 'most'],
  text: `
if redis.call('HGET', sizes, '${COUNTED}') then return 0 end
local ids = redis.call('ZRANGEBYSCORE', blobs, string.format('(%.0f', score), '+inf', 'LIMIT', 0, most)
for _, id in ipairs(ids) do redis.call('ZADD', blobs, score, id) end
if #ids == most then return 1 end
redis.call('HSET', sizes, '${COUNTED}', 1)
return 0
`,
  reply: flag,
});

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
    const isReserved = await RESERVE.run(this.broker.producer, {
      ...this.both,
      task: taskId,
      score: Date.now() + FIRST_LOOK_MS,
      added: bytes,
      limit: limit ?? -1,
    });
    if (!isReserved && limit !== undefined) throw new BlobsFullError(limit);
  }

  /** Releases reserved bytes that were certainly not written. */
  async giveBack(taskId: string, bytes: number): Promise<void> {
    const { sizes } = this.both;
    await GIVE_BACK.run(this.broker.producer, { sizes, task: taskId, released: bytes });
  }

  async has(taskId: string): Promise<boolean> {
    return (await this.broker.producer.zscore(this.keys.blobs, taskId)) !== null;
  }

  async forget(taskId: string): Promise<void> {
    await FORGET.run(this.broker.producer, { ...this.both, task: taskId });
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
  move({ taskId, score }: Due, next: number | undefined, bytes?: number): Promise<boolean> {
    return MOVE.run(this.broker.producer, {
      ...this.both,
      task: taskId,
      score,
      next: String(next ?? ''),
      size: String(bytes ?? ''),
    });
  }

  /** Makes tasks of an earlier version, which kept no sizes, due for counting. Returns true if there are more. */
  countEarlier(): Promise<boolean> {
    const score = Date.now() + FIRST_LOOK_MS;
    return COUNT_EARLIER.run(this.broker.producer, { ...this.both, score, most: EARLIER_BATCH });
  }

  private get both(): { readonly blobs: string; readonly sizes: string } {
    return { blobs: this.keys.blobs, sizes: this.keys.blobSizes };
  }
}
