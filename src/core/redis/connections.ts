import type { ClusterOptions, RedisOptions } from 'ioredis';
import type { Config } from '../../platform/config/config.js';
import type { HostAndPort } from '../../platform/config/host-list.js';
import { BatchingRedis } from './batching-redis.js';
import { readUrl } from './broker-address.js';
import type { CircuitBreaker } from './circuit-breaker.js';
import { LiveRedis } from './live-redis.js';
import { OneSlotCluster } from './one-slot-cluster.js';

/** A client of the broker, whichever it is: one Redis, the primary that Sentinels name, or a cluster. */
export type BrokerClient = LiveRedis | OneSlotCluster;

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
  retryStrategy: (times) => Math.min(times * 50, 500),
};

/**
 * Workers wait: they reconnect for ever and go on by themselves. A limit here would fail tasks that succeeded. A broker
 * that takes no writes for now is waited for too: BullMQ would leave what has just ended to be run once more.
 */
const WORKER: RedisOptions = {
  lazyConnect: false,
  enableOfflineQueue: true,
  maxRetriesPerRequest: null,
  connectTimeout: 5_000,
  retryStrategy: (times) => Math.min(times * 100, 1_000),
};

/** The same two in a cluster. Its nodes are asked where the slot is now: every 5 s, and when one has gone. */
const CLUSTER: ClusterOptions = {
  scaleReads: 'master',
  slotsRefreshInterval: 5_000,
  slotsRefreshTimeout: 1_000,
  dnsLookup: (host, found) => found(null, host), // the connection looks it up itself, and checks its certificate
};
const CLUSTER_PRODUCER: ClusterOptions = {
  ...CLUSTER,
  lazyConnect: true,
  enableOfflineQueue: false,
  maxRedirections: 5,
  clusterRetryStrategy: (times) => Math.min(times * 50, 500),
};
const CLUSTER_WORKER: ClusterOptions = {
  ...CLUSTER,
  enableOfflineQueue: true,
  maxRedirections: Infinity,
  clusterRetryStrategy: (times) => Math.min(times * 100, 1_000),
};

/** Told of each error that a command is answered with. */
export type OnRefusal = (error: Error) => void;

/** For submitting and reading. It connects when it is told to. */
export function connectProducer(config: Config, breaker: CircuitBreaker, onRefusal: OnRefusal): BrokerClient {
  const reconnectOnError = heard(onRefusal, isReadOnly);
  return config.redisClusterNodes
    ? connectCluster(config, config.redisClusterNodes, CLUSTER_PRODUCER, heard(onRefusal), breaker)
    : new BatchingRedis({ ...placeOf(config), ...PRODUCER, reconnectOnError }, breaker);
}

/** For executing: BullMQ's workers duplicate it. */
export function connectWorker(config: Config, onRefusal: OnRefusal): BrokerClient {
  const reconnectOnError = heard(onRefusal, (error) => takesNoWrites(error) && 2); // 2: and sends the command again
  return config.redisClusterNodes
    ? connectCluster(config, config.redisClusterNodes, CLUSTER_WORKER, heard(onRefusal))
    : new BatchingRedis({ ...placeOf(config), ...WORKER, reconnectOnError });
}

/**
 * For listening only: it reconnects by itself; its user subscribes again when it is ready. (ioredis would, but nobody
 * could hear that it was refused, and the process would end by it.) In a cluster what is published reaches every node,
 * so it is a plain connection to one of them, and to the next when that is gone. The cluster's client would change
 * between nodes without a word, and nobody would look for what was said meanwhile.
 */
export function connectSubscriber(config: Config, onRefusal: OnRefusal): LiveRedis {
  const nodes = config.redisClusterNodes;
  const reconnectOnError = heard(onRefusal, (error) => takesNoWrites(error) && 2);
  const options = { ...WORKER, autoResubscribe: false, reconnectOnError };
  const redis = new LiveRedis({ ...placeOf(config), ...nodes?.[0], ...options });
  let lost = 0;
  if (nodes) redis.on('close', () => Object.assign(redis.options, nodes[++lost % nodes.length]));
  return redis;
}

/** For a few questions: their answers are nobody else's business. */
export function connectProbe(config: Config): LiveRedis {
  return new LiveRedis({ ...placeOf(config), ...config.redisClusterNodes?.[0], ...WORKER });
}

type ReconnectOnError = NonNullable<RedisOptions['reconnectOnError']>;

/** The only place where ioredis shows every error that a command is answered with. */
function heard(onRefusal: OnRefusal, reconnect: ReconnectOnError = () => false): ReconnectOnError {
  return (error) => {
    onRefusal(error);
    return reconnect(error);
  };
}

function connectCluster(
  config: Config,
  nodes: readonly HostAndPort[],
  options: ClusterOptions,
  reconnectOnError: ReconnectOnError,
  breaker?: CircuitBreaker,
): OneSlotCluster {
  const { username, password, tls } = readUrl(config.redisUrl);
  const isPatient = options.enableOfflineQueue === true;
  const { connectTimeout, commandTimeout } = isPatient ? WORKER : PRODUCER;
  const redisOptions = { username, password, tls, connectTimeout, commandTimeout, reconnectOnError };
  return new OneSlotCluster(nodes, { ...options, redisOptions }, config.redisPrefix, isPatient, breaker);
}

/** Where one Redis is, or who knows where: the user, the password, TLS and the database are those of the URL. */
function placeOf(config: Config): RedisOptions {
  const place = readUrl(config.redisUrl);
  if (config.redisSentinels === undefined) return place;
  return {
    ...place,
    sentinels: [...config.redisSentinels],
    name: config.redisSentinelName,
    sentinelUsername: config.redisSentinelUsername,
    sentinelPassword: config.redisSentinelPassword,
    ...(place.tls && { sentinelTLS: place.tls, enableTLSForSentinelMode: true }),
    sentinelCommandTimeout: 1_000,
    sentinelRetryStrategy: (times) => Math.min(times * 100, 1_000),
  };
}

/** A primary that has become a replica: a new connection finds the new primary. */
function isReadOnly(error: Error): boolean {
  return error.message.startsWith('READONLY');
}

/**
 * Besides: its disk is full, its memory is, too few replicas are there, or it still reads its data. Nothing of the command
 * was done.
 */
function takesNoWrites(error: Error): boolean {
  return isReadOnly(error) || /^(MISCONF|OOM|NOREPLICAS|LOADING|MASTERDOWN)\b/.test(error.message);
}
