import type { QueueTelemetry } from './bullmq/telemetry.js';

/** Maximum number of waiting tasks of a queue that the options do not name. */
export const DEFAULT_QUEUE_LENGTH = 1_000_000;

/** A server by its name or address. */
export interface RedisNode {
  readonly host: string;
  readonly port: number;
}

/**
 * Options of the core, given by the application that installs it: `CoreModule.forRoot({ redisUrl })`. Omitted fields have
 * the defaults below. The API and the workers of one installation need the same values.
 */
export class CoreOptions {
  /** URL of the broker, with user, password and database if required. */
  readonly redisUrl: string = 'redis://localhost:6379/0';
  /** Prefix of every key in Redis. A cluster requires a hash tag: `{celeriac}`. */
  readonly redisPrefix: string = 'celeriac';
  /** Sentinels that know the primary. User, password, TLS and database are from `redisUrl`. Default: no Sentinels. */
  readonly redisSentinels?: readonly RedisNode[] | undefined;
  /** The name by which the Sentinels know the primary. */
  readonly redisSentinelName: string = 'mymaster';
  /** User and password of the Sentinels themselves. Default: none. */
  readonly redisSentinelUsername?: string | undefined;
  readonly redisSentinelPassword?: string | undefined;
  /** Some nodes of a Redis Cluster. Default: no cluster. */
  readonly redisClusterNodes?: readonly RedisNode[] | undefined;
  /** Time for which a finished task stays readable, unless the task overrides it. Default: one day. */
  readonly resultRetentionMs: number = 86_400_000;
  /** Keys of 32 bytes for the payload fields in `redact`: the first encrypts, all decrypt. Default: none. */
  readonly payloadKeys?: readonly Buffer[] | undefined;
  /** Maximum size of one task's payload as JSON. Default: 1 MiB. */
  readonly maxPayloadBytes: number = 1_048_576;
  /** Maximum number of waiting tasks, of every queue or by queue (others: 1,000,000); above it, submits are refused. */
  readonly maxQueueLength: number | Readonly<Partial<Record<string, number>>> = DEFAULT_QUEUE_LENGTH;
  /** Percentage of Redis' `maxmemory` above which new tasks are refused, which keeps memory free for workers. */
  readonly maxMemoryPercent: number = 75;
  /** Writes BullMQ's event streams, for other programs that read them with its `QueueEvents`. */
  readonly bullmqEvents: boolean = false;
  /** Receives spans of submits and attempts, for tracing. Default: none. */
  readonly telemetry?: QueueTelemetry | undefined;

  constructor(given: Partial<CoreOptions> = {}) {
    Object.assign(this, given);
    Object.freeze(this);
  }
}
