import type { RedisOptions } from 'ioredis';
import { LiveRedis } from '../../../core/index.js';
import { shortText } from '../../../platform/redaction/short-text.js';
import { within } from '../../../platform/timing/within.js';
import { CeleryUnavailableError } from '../broker/celery-broker.js';
import { redisAddress, redisPlace } from './redis-place.js';

/** For sending: nothing waits in memory while Redis is away. The same numbers as those of our own producers. */
const PROMPT: RedisOptions = {
  lazyConnect: false,
  enableOfflineQueue: false,
  maxRetriesPerRequest: 1,
  connectTimeout: 2_000,
  commandTimeout: 1_500,
  retryStrategy: (times) => Math.min(times * 50, 500),
};

/** For taking and acknowledging: commands are sent again until Redis answers. */
const PATIENT: RedisOptions = {
  lazyConnect: false,
  maxRetriesPerRequest: null,
  connectTimeout: 5_000,
  retryStrategy: (times) => Math.min(times * 100, 1_000),
};

/** A connection that blocks answers a PING only when its command has ended. */
const MAX_UNANSWERED_WHILE_BLOCKING = 8;
/** Longest wait for the first connection, in ms. */
const FIRST_CONNECTION_MS = 1_000;

/**
 * The connections to one Redis of Celery's. Each is made anew for ever when it is lost. A primary that has become a
 * replica, or takes no writes, is left for a new connection.
 */
export class CeleryRedis {
  reconnects = 0;
  private readonly place: RedisOptions;
  private readonly address: string;
  private readonly open = new Set<LiveRedis>();
  private first: LiveRedis | undefined;
  private lastError: string | undefined;

  constructor(
    url: string,
    private readonly name: string,
  ) {
    this.place = redisPlace(url);
    this.address = redisAddress(url);
  }

  /** Undefined while the connection stands. The first connection that was made speaks for all. */
  get problem(): string | undefined {
    if (this.first?.status === 'ready') return undefined;
    const why = this.first?.databaseRefusal ?? this.lastError ?? 'not connected';
    return `${this.name} at ${this.address} does not answer: ${shortText(why, 200)}`;
  }

  /** For commands that fail at once while Redis is away. */
  prompt(): LiveRedis {
    return this.add(new LiveRedis({ ...this.place, ...PROMPT, reconnectOnError: isReadOnly }));
  }

  /** For commands that wait for Redis. */
  patient(): LiveRedis {
    const reconnectOnError = (error: Error) => takesNoWrites(error) && 2; // 2: also sends the command again
    return this.add(new LiveRedis({ ...this.place, ...PATIENT, reconnectOnError }));
  }

  /** For commands that block, one at a time. */
  blocking(): LiveRedis {
    return this.add(new LiveRedis({ ...this.place, ...PATIENT }, MAX_UNANSWERED_WHILE_BLOCKING));
  }

  /** For subscriptions. Subscribers subscribe again at each `ready`: errors of ioredis' own attempt could not be caught. */
  subscriber(): LiveRedis {
    return this.add(new LiveRedis({ ...this.place, ...PATIENT, autoResubscribe: false }));
  }

  /** Resolves when the first connection stands, or after a second without one. */
  async opened(): Promise<void> {
    const { first } = this;
    if (first === undefined || first.status === 'ready') return;
    const ready = new Promise<void>((resolve) => first.once('ready', () => resolve()));
    await within(ready, FIRST_CONNECTION_MS, () => undefined);
  }

  close(): void {
    for (const redis of this.open) redis.disconnect();
  }

  /** Ends one connection before the others. */
  release(redis: LiveRedis): void {
    redis.disconnect();
    this.open.delete(redis);
  }

  /** @throws CeleryUnavailableError instead of any error of `work` */
  async attempt<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const why = this.problem ?? `${this.name} refuses: ${shortText((error as Error).message, 200)}`;
      throw new CeleryUnavailableError(why, { cause: error });
    }
  }

  private add(redis: LiveRedis): LiveRedis {
    this.open.add(redis);
    redis.on('error', (error) => (this.lastError = error.message));
    if (this.first !== undefined) return redis;
    this.first = redis;
    redis.once('ready', () => redis.on('ready', () => (this.reconnects += 1)));
    return redis;
  }
}

function isReadOnly(error: Error): boolean {
  return error.message.startsWith('READONLY');
}

/** The command was not executed. */
function takesNoWrites(error: Error): boolean {
  return isReadOnly(error) || /^(MISCONF|OOM|NOREPLICAS|LOADING|MASTERDOWN)\b/.test(error.message);
}
