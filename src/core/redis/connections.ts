import type { ClusterOptions, RedisOptions } from 'ioredis';
import type { CoreOptions, RedisNode } from '../core-options.js';
import { BatchingRedis } from './batching-redis.js';
import { readUrl } from './broker-address.js';
import type { CircuitBreaker } from './circuit-breaker.js';
import { speedUpEncoding } from './command-encoding.js';
import { LiveRedis, MAX_UNANSWERED_WHILE_WAITING } from './live-redis.js';
import { OneSlotCluster } from './cluster/one-slot-cluster.js';

speedUpEncoding();

/** A broker client of any kind: a single Redis, the primary named by Sentinels, or a cluster. */
export type BrokerClient = LiveRedis | OneSlotCluster;

/**
 * Producers fail fast: nothing is queued in memory while the broker is unavailable, so a request gets its 503 at once.
 * The numbers were measured; with any of them missing, commands hang in one of these cases: port refused, broker
 * frozen, broker down at startup.
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
 * Workers wait: they reconnect forever and continue by themselves. A limit here would fail tasks that succeeded. They
 * also wait for a broker that temporarily accepts no writes: BullMQ would leave a finished task to be run again.
 */
const WORKER: RedisOptions = {
  lazyConnect: false,
  enableOfflineQueue: true,
  maxRetriesPerRequest: null,
  connectTimeout: 5_000,
  retryStrategy: (times) => Math.min(times * 100, 1_000),
};

/** The same two for a cluster. The location of the slot is refreshed every 5 s, and when a node is lost. */
const CLUSTER: ClusterOptions = {
  scaleReads: 'master',
  slotsRefreshInterval: 5_000,
  slotsRefreshTimeout: 1_000,
  dnsLookup: (host, found) => found(null, host), // the connection resolves it itself, and verifies its certificate
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

/** Receives each error reply to a command. */
export type OnRefusal = (error: Error) => void;

/** For submitting and reading. It connects on request. */
export function connectProducer(
  core: CoreOptions,
  breaker: CircuitBreaker,
  onRefusal: OnRefusal,
): BrokerClient {
  const reconnectOnError = heard(onRefusal, isReadOnly);
  return core.redisClusterNodes
    ? connectCluster(core, core.redisClusterNodes, CLUSTER_PRODUCER, heard(onRefusal), breaker)
    : new BatchingRedis({ ...placeOf(core), ...PRODUCER, reconnectOnError }, breaker);
}

/** For executing: BullMQ's workers duplicate it. */
export function connectWorker(core: CoreOptions, onRefusal: OnRefusal): BrokerClient {
  const reconnectOnError = heard(onRefusal, (error) => takesNoWrites(error) && 2); // 2: also resends the command
  return core.redisClusterNodes
    ? connectCluster(core, core.redisClusterNodes, CLUSTER_WORKER, heard(onRefusal))
    : new BatchingRedis({ ...placeOf(core), ...WORKER, reconnectOnError });
}

/** For commands that block. It waits like a worker. */
export function connectConsumer(core: CoreOptions, onRefusal: OnRefusal): BrokerClient {
  const reconnectOnError = heard(onRefusal, (error) => takesNoWrites(error) && 2);
  return core.redisClusterNodes
    ? connectCluster(core, core.redisClusterNodes, CLUSTER_WORKER, heard(onRefusal))
    : new LiveRedis({ ...placeOf(core), ...WORKER, reconnectOnError }, MAX_UNANSWERED_WHILE_WAITING);
}

/**
 * For subscriptions only. It reconnects by itself; the caller subscribes again when it is ready. (ioredis would
 * resubscribe, but a refusal could not be caught and would end the process.) In a cluster, published messages reach
 * every node, so this is a plain connection to one of them, and to the next if that fails. The cluster client would
 * switch nodes silently, and messages in between would be missed unnoticed.
 */
export function connectSubscriber(core: CoreOptions, onRefusal: OnRefusal): LiveRedis {
  const nodes = core.redisClusterNodes;
  const reconnectOnError = heard(onRefusal, (error) => takesNoWrites(error) && 2);
  const options = { ...WORKER, autoResubscribe: false, reconnectOnError };
  const redis = new LiveRedis({ ...placeOf(core), ...nodes?.[0], ...options });
  let lost = 0;
  if (nodes) redis.on('close', () => Object.assign(redis.options, nodes[++lost % nodes.length]));
  return redis;
}

/** For a few commands, whose errors nobody else needs. */
export function connectProbe(core: CoreOptions): LiveRedis {
  return new LiveRedis({ ...placeOf(core), ...core.redisClusterNodes?.[0], ...WORKER });
}

type ReconnectOnError = NonNullable<RedisOptions['reconnectOnError']>;

/** The only place where ioredis exposes every error reply. */
function heard(onRefusal: OnRefusal, reconnect: ReconnectOnError = () => false): ReconnectOnError {
  return (error) => {
    onRefusal(error);
    return reconnect(error);
  };
}

function connectCluster(
  core: CoreOptions,
  nodes: readonly RedisNode[],
  options: ClusterOptions,
  reconnectOnError: ReconnectOnError,
  breaker?: CircuitBreaker,
): OneSlotCluster {
  const { username, password, tls } = readUrl(core.redisUrl);
  const isPatient = options.enableOfflineQueue === true;
  const { connectTimeout, commandTimeout } = isPatient ? WORKER : PRODUCER;
  const redisOptions = { username, password, tls, connectTimeout, commandTimeout, reconnectOnError };
  return new OneSlotCluster(nodes, { ...options, redisOptions }, core.redisPrefix, isPatient, breaker);
}

/** The address of a single Redis, or of its Sentinels. User, password, TLS and database come from the URL. */
function placeOf(core: CoreOptions): RedisOptions {
  const place = readUrl(core.redisUrl);
  if (core.redisSentinels === undefined) return place;
  return {
    ...place,
    sentinels: [...core.redisSentinels],
    name: core.redisSentinelName,
    sentinelUsername: core.redisSentinelUsername,
    sentinelPassword: core.redisSentinelPassword,
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
 * Also true if its disk or memory is full, if it has too few replicas, or while it loads its data. The command was not
 * executed.
 */
function takesNoWrites(error: Error): boolean {
  return isReadOnly(error) || /^(MISCONF|OOM|NOREPLICAS|LOADING|MASTERDOWN)\b/.test(error.message);
}
