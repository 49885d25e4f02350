import type { Config } from '../../../platform/config/config.js';
import type { CeleryBroker } from '../broker/celery-broker.js';
import type { CeleryResults } from '../broker/celery-results.js';
import { RpcResults } from '../broker/rpc-results.js';
import { RabbitBroker } from './rabbit-broker.js';
import { RabbitReplyQueue } from './rabbit-reply-queue.js';

/** Celery in RabbitMQ, with its results by `rpc://`. Import this file where it is needed: it loads amqplib. */
export function openRabbitmq(config: Config): {
  readonly broker: CeleryBroker;
  readonly results: CeleryResults;
} {
  const broker = new RabbitBroker({
    url: config.celeryBrokerUrl ?? '',
    prefetch: config.celeryPrefetch,
    shape: { type: config.celeryQueueType, maxPriority: config.celeryQueueMaxPriority },
  });
  return { broker, results: new RpcResults(broker, new RabbitReplyQueue(broker.consuming)) };
}
