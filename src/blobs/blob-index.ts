import { Injectable } from '@nestjs/common';
import { Broker } from '../queue/broker.js';
import { Keys } from '../queue/keys.js';
import { LuaScript } from '../queue/lua-script.js';

/** After this long an attempt that had begun to keep something is looked after. */
export const FIRST_LOOK_MS = 60_000;

/**
 * Moves a task in, or takes it out of, the set, unless someone has moved it meanwhile.
 *
 * KEYS: the set. ARGV: task id, score that was read, new score or ''. Returns 1 if that was done.
 */
const MOVE = new LuaScript<0 | 1>(`
if tonumber(redis.call('ZSCORE', KEYS[1], ARGV[1]) or '') ~= tonumber(ARGV[2]) then return 0 end
if ARGV[3] == '' then redis.call('ZREM', KEYS[1], ARGV[1])
else redis.call('ZADD', KEYS[1], ARGV[3], ARGV[1]) end
return 1
`);

/** A task that is to be looked after. */
export interface Due {
  readonly taskId: string;
  readonly score: number;
}

/** The tasks that may have blobs, by when they are looked after. */
@Injectable()
export class BlobIndex {
  constructor(
    private readonly broker: Broker,
    private readonly keys: Keys,
  ) {}

  async enter(taskId: string): Promise<void> {
    await this.broker.producer.zadd(this.keys.blobs, Date.now() + FIRST_LOOK_MS, taskId);
  }

  async has(taskId: string): Promise<boolean> {
    return (await this.broker.producer.zscore(this.keys.blobs, taskId)) !== null;
  }

  async forget(taskId: string): Promise<void> {
    await this.broker.producer.zrem(this.keys.blobs, taskId);
  }

  async due(limit: number): Promise<Due[]> {
    const range = [this.keys.blobs, '-inf', Date.now(), 'WITHSCORES', 'LIMIT', 0, limit] as const;
    const found = await this.broker.producer.zrangebyscore(...range);
    return found.flatMap((taskId, i) => (i % 2 === 0 ? [{ taskId, score: Number(found[i + 1]) }] : []));
  }

  /** @param next undefined takes it out. False: someone else has moved it meanwhile */
  async move({ taskId, score }: Due, next: number | undefined): Promise<boolean> {
    return (await MOVE.run(this.broker.producer, [this.keys.blobs], [taskId, score, next ?? ''])) === 1;
  }
}
