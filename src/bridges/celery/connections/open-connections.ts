import type { Config } from '../../../platform/config/config.js';
import type { CeleryBroker } from '../broker/celery-broker.js';
import type { CeleryResults } from '../broker/celery-results.js';
import { RpcResults } from '../broker/rpc-results.js';
import { RedisBroker } from '../redis/redis-broker.js';
import { RedisReplies } from '../redis/redis-replies.js';
import { RedisResults } from '../redis/redis-results.js';

/** Celery's broker, and its result backend. */
export interface CeleryConnections {
  readonly broker: CeleryBroker;
  readonly results: CeleryResults;
}

/**
 * Makes both by the settings, not yet connected; undefined without CELERY_BROKER_URL. Without CELERY_RESULT_BACKEND
 * results are kept by a broker that is Redis, and are messages on RabbitMQ.
 */
export async function openConnections(config: Config): Promise<CeleryConnections | undefined> {
  const { celeryBrokerUrl, celeryResultBackend } = config;
  if (celeryBrokerUrl === undefined) return undefined;
  const isRedis = !celeryBrokerUrl.startsWith('amqp');
  const { broker, results } = isRedis ? inRedis(celeryBrokerUrl, config) : await inRabbitmq(config);
  const stored = celeryResultBackend ?? (isRedis ? celeryBrokerUrl : 'rpc://');
  return { broker, results: stored === 'rpc://' ? results : new RedisResults(stored, config) };
}

function inRedis(url: string, config: Config): CeleryConnections {
  const broker = new RedisBroker(url, config);
  return { broker, results: new RpcResults(broker, new RedisReplies(url, config.celeryKeyPrefix)) };
}

/** Whose broker is Redis does not load amqplib. */
async function inRabbitmq(config: Config): Promise<CeleryConnections> {
  const { openRabbitmq } = await import('../rabbitmq/open-rabbitmq.js');
  return openRabbitmq(config);
}
