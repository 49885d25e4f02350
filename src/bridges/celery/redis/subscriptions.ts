import { EventEmitter } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { LiveRedis } from '../../../core/index.js';
import type { CeleryRedis } from './celery-redis.js';

/** Delay before a refused subscription is tried again. */
const TRY_AGAIN_MS = 1_000;

/** Receives what is published in channels of Celery's Redis, over one connection that is made on first use. */
export class Subscriptions {
  private readonly heard = new EventEmitter().setMaxListeners(0);
  private readonly channels = new Set<string>();
  private redis: LiveRedis | undefined;

  /** @param onGap called after each reconnect: what was published meanwhile was missed */
  constructor(
    private readonly connections: CeleryRedis,
    private readonly onGap: () => void = () => undefined,
  ) {}

  /** Resolves once subscribed. */
  async on(channel: string, hear: (text: string) => void): Promise<void> {
    this.redis ??= this.connect();
    this.heard.on(channel, hear);
    this.channels.add(channel);
    await this.subscribe(this.redis, [channel]);
  }

  off(channel: string, hear: (text: string) => void): void {
    this.heard.off(channel, hear);
    if (this.heard.listenerCount(channel) > 0 || !this.channels.delete(channel)) return;
    this.redis?.unsubscribe(channel).catch(() => undefined); // on a new connection it is not subscribed
  }

  private connect(): LiveRedis {
    const redis = this.connections.subscriber();
    redis.on('message', (channel: string, text: string) => this.heard.emit(channel, text));
    redis.on('ready', () => void this.subscribeAgain(redis));
    return redis;
  }

  private async subscribeAgain(redis: LiveRedis): Promise<void> {
    if (this.channels.size === 0) return;
    await this.subscribe(redis, [...this.channels]);
    this.onGap();
  }

  /** Tries until it succeeds: permission for a channel may be given later. */
  private async subscribe(redis: LiveRedis, channels: readonly string[]): Promise<void> {
    for (;;) {
      try {
        await redis.subscribe(...channels);
        return;
      } catch {
        if (redis.status === 'end') return;
        await pause(TRY_AGAIN_MS, undefined, { ref: false });
      }
    }
  }
}
