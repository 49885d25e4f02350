import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Redis, type RedisOptions, ReplyError } from 'ioredis';
import { Config } from '../config/config.js';
import { BatchingRedis } from './batching-redis.js';
import { BrokerUnavailableError } from './queue.errors.js';

/**
 * Producers fail fast: nothing waits in memory for a broker that is away, so a request gets its 503 at once.
 * The numbers were measured; less than all of them hangs in one of: port refused, broker frozen, broker down at
 * start.
 */
const PRODUCER: RedisOptions = {
  lazyConnect: true,
  enableOfflineQueue: false,
  maxRetriesPerRequest: 1,
  connectTimeout: 2_000,
  commandTimeout: 1_500,
  reconnectOnError,
  retryStrategy: (times) => Math.min(times * 50, 500),
};

/** Workers wait: they reconnect for ever and go on by themselves. A limit here would fail tasks that succeeded. */
const WORKER: RedisOptions = {
  enableOfflineQueue: true,
  maxRetriesPerRequest: null,
  connectTimeout: 5_000,
  reconnectOnError,
  retryStrategy: (times) => Math.min(times * 100, 1_000),
};

/** How long the start of a process waits for the broker before it goes on without. */
const FIRST_CONNECT_MS = 1_000;

/** The connections to Redis: one for producing and reading, and one that workers duplicate. Never shared. */
@Injectable()
export class Broker implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(Broker.name);
  private workerConnection: Redis | undefined;
  /** For submitting and reading. Rejects at once while the broker is away: wrap uses in `ask`. */
  readonly producer: Redis;

  constructor(private readonly config: Config) {
    this.producer = this.watched(new BatchingRedis(config.redisUrl, PRODUCER));
  }

  /** Starts to connect, and waits a moment for it, so that the first request finds the broker there. */
  async onModuleInit(): Promise<void> {
    if (this.producer.status === 'wait') this.producer.connect().catch(() => undefined); // `watch` logs it
    const ready = new Promise((resolve) => this.producer.once('ready', resolve));
    if (this.producer.status !== 'ready') await Promise.race([ready, timeout(FIRST_CONNECT_MS)]);
  }

  onApplicationShutdown(): void {
    this.producer.disconnect();
    this.workerConnection?.disconnect();
  }

  /** For executing; BullMQ's workers duplicate it. Made at its first use, which an API process never comes to. */
  get worker(): Redis {
    this.workerConnection ??= this.watched(new Redis(this.config.redisUrl, WORKER));
    return this.workerConnection;
  }

  /** A connection that only listens: it reconnects and subscribes again by itself. Its user disconnects it. */
  createSubscriber(): Redis {
    return this.watched(new Redis(this.config.redisUrl, WORKER));
  }

  /** Awaits a command and turns "the broker is not there" into BrokerUnavailableError; other errors pass. */
  async ask<T>(command: Promise<T>): Promise<T> {
    try {
      return await command;
    } catch (error) {
      throw isUnavailability(error) ? new BrokerUnavailableError(error) : error;
    }
  }

  /** The broker's URL without its password, for people. */
  get address(): string {
    const url = new URL(this.config.redisUrl);
    if (url.password) url.password = '***';
    url.search = ''; // ioredis takes options from there, a password too
    return url.toString();
  }

  /** Says one line when the broker goes away and one when it is back, not one an attempt. */
  private watched<T extends Redis>(redis: T): T {
    let away = false;
    redis.on('error', (error: Error) => {
      if (!away) this.logger.warn(`The broker at ${this.address} is not reachable: ${reason(error)}`);
      away = true;
    });
    redis.on('ready', () => {
      if (away) this.logger.log(`The broker at ${this.address} is back`);
      away = false;
    });
    return redis;
  }
}

/** After a failover the old primary answers READONLY: a new connection finds the new one. */
function reconnectOnError(error: Error): boolean {
  return error.message.startsWith('READONLY');
}

const UNAVAILABLE_REPLY = /^(LOADING|READONLY|MISCONF|OOM|MASTERDOWN|CLUSTERDOWN|NOREPLICAS|TRYAGAIN|BUSY)\b/;
const UNAVAILABLE_CONNECTION =
  /Connection is closed|Stream isn't writeable|Command timed out|max retries per request|ECONN|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH/;

function isUnavailability(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof ReplyError) return UNAVAILABLE_REPLY.test(error.message);
  return UNAVAILABLE_CONNECTION.test(error.message) || error.name === 'MaxRetriesPerRequestError';
}

/** A refused connection to a name with several addresses is an AggregateError with an empty message. */
function reason(error: Error & { code?: string }): string {
  return error.message || error.code || error.name;
}

function timeout(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}

/** Redis' TIME, seconds and microseconds, as ms since 1970. */
export function msOf([seconds = 0, microseconds = 0]: readonly (string | number)[]): number {
  return Number(seconds) * 1_000 + Math.floor(Number(microseconds) / 1_000);
}
