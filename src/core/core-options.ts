/** A server by its name or address. */
export interface RedisNode {
  readonly host: string;
  readonly port: number;
}

/**
 * What the core is told by the application that installs it: `CoreModule.forRoot({ redisUrl })`. What is left out has the
 * default that stands here. API and workers of one installation need the same values.
 */
export class CoreOptions {
  /** The broker, with user, password and database where it has them. */
  readonly redisUrl: string = 'redis://localhost:6379/0';
  /** Begins the name of every key in Redis. Of a cluster it needs a hash tag: `{celeriac}`. */
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
  /** How long a finished task stays readable, unless the task says otherwise: a day. */
  readonly resultRetentionMs: number = 86_400_000;
  /** Keys of 32 bytes for the payload fields in `redact`: the first encrypts, all decrypt. Default: none. */
  readonly payloadKeys?: readonly Buffer[] | undefined;
  /** Largest payload of one task, as JSON: 1 MiB. */
  readonly maxPayloadBytes: number = 1_048_576;
  /** Waiting tasks above which a queue refuses new ones, by its name; a million for a queue that is not named. */
  readonly maxQueueLength: Readonly<Partial<Record<string, number>>> = {};
  /** Percent of Redis' `maxmemory` above which new tasks are refused, so that workers have room to go on. */
  readonly maxMemoryPercent: number = 75;

  constructor(given: Partial<CoreOptions> = {}) {
    Object.assign(this, given);
    Object.freeze(this);
  }
}
