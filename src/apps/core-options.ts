import { Config } from '../platform/config/config.js';
import { shownSettings } from '../platform/config/shown-settings.js';
import { version } from '../platform/config/version.js';
import { tracing } from '../observability/tracing/tracing.js';
import type { CoreOptions } from '../core/core-options.js';
import type { CoreOptionsFactory } from '../core/core.module.js';
import type { WorkerOptionsFactory } from '../worker/execution.module.js';
import type { WorkerOptions } from '../worker/worker-options.js';

/** The settings that the core is given. It reads no environment itself. */
export const coreOptions: CoreOptionsFactory = {
  inject: [Config],
  useFactory: (config: Config): Partial<CoreOptions> => ({
    redisUrl: config.redisUrl,
    redisPrefix: config.redisPrefix,
    redisSentinels: config.redisSentinels,
    redisSentinelName: config.redisSentinelName,
    redisSentinelUsername: config.redisSentinelUsername,
    redisSentinelPassword: config.redisSentinelPassword,
    redisClusterNodes: config.redisClusterNodes,
    resultRetentionMs: config.resultRetentionMs,
    payloadKeys: config.payloadKeys,
    maxPayloadBytes: config.maxPayloadBytes,
    maxQueueLength: config.maxQueueLength,
    maxMemoryPercent: config.maxMemoryPercent,
    bullmqEvents: config.bullmqEvents,
    telemetry: tracing.queues,
  }),
};

/** The settings that a worker is given. The API has them too, and executes nothing. */
export const workerOptions: WorkerOptionsFactory = {
  inject: [Config],
  useFactory: (config: Config): Partial<WorkerOptions> => ({
    name: config.workerName,
    version,
    queues: config.workerQueues,
    concurrency: config.workerConcurrency ?? {},
    lockMs: config.workerLockMs,
    stallCheckMs: config.workerStallCheckMs,
    pollTimeoutMs: config.workerFetchTimeoutMs,
    threads: config.workerThreads,
    threadMaxMb: config.workerThreadMaxMb,
    graceMs: config.graceMs,
    maxResultBytes: config.maxResultBytes,
    maxRssMb: config.workerMaxRssMb,
    shutdownTimeoutMs: config.shutdownTimeoutMs,
    settings: () => shownSettings(config),
    shutDown: () => process.kill(process.pid, 'SIGTERM'), // as from outside: `runProcess` drains
  }),
};
