import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { LiveRedis } from '../../../core/index.js';
import type { ReplyQueue } from '../broker/rpc-results.js';
import type { WireMessage } from '../protocol/wire-message.js';
import { CeleryRedis } from './celery-redis.js';
import { readEnvelope } from './envelope.js';

/** Longest time that a command blocks, in seconds. */
const BLOCK_S = 5;

/** Delay after a refusal. */
const REFUSED_MS = 1_000;

/** The queue to which Python's workers send results for this process, where results are messages (`rpc://`). */
export class RedisReplies implements ReplyQueue {
  readonly name = randomUUID();
  private readonly connections: CeleryRedis;
  private redis: LiveRedis | undefined;

  constructor(
    url: string,
    private readonly prefix: string,
  ) {
    this.connections = new CeleryRedis(url, "Celery's broker");
  }

  open(hear: (message: WireMessage) => void): Promise<void> {
    this.redis = this.connections.blocking();
    void this.listen(this.redis, hear);
    return Promise.resolve();
  }

  async close(): Promise<void> {
    this.redis = undefined;
    this.connections.close();
    await Promise.resolve();
  }

  private get list(): string {
    return this.prefix + this.name;
  }

  private async listen(redis: LiveRedis, hear: (message: WireMessage) => void): Promise<void> {
    while (this.redis === redis) {
      const found = await redis
        .brpop(this.list, BLOCK_S)
        .catch(() => pause(REFUSED_MS, null, { ref: false }));
      if (found !== null) hear(readEnvelope(found[1], this.name));
    }
  }
}
