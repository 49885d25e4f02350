import { Module } from '@nestjs/common';
import { ThrottlerModule, type ThrottlerOptions } from '@nestjs/throttler';
import { Config } from '../../platform/config/config.js';
import { Broker } from '../../core/redis/broker.js';
import { Keys } from '../../core/redis/keys.js';
import { QueueModule } from '../../core/queue.module.js';
import { isLocalOnly } from '../access/client-of.js';
import { REFUSALS, REQUESTS, RequestQuota } from './request-quota.js';
import { RedisThrottlerStorage } from './throttler-storage.js';

/** A hundred a second: a service that submits what it has to, and far from what one API process can do. */
const DEFAULT_LIMIT = 6_000;
/** Wrong keys of one address: room for a client that was not told of a new key, none for trying. */
const REFUSED_LIMIT = 60;
const MINUTE_MS = 60_000;

/** Quotas: see RequestQuota. */
@Module({
  imports: [
    ThrottlerModule.forRootAsync({
      imports: [QueueModule],
      inject: [Config, Broker, Keys],
      useFactory: (config: Config, broker: Broker, keys: Keys) => ({
        storage: new RedisThrottlerStorage(broker, keys),
        throttlers: [...requestsOf(config), { name: REFUSALS, limit: REFUSED_LIMIT, ttl: MINUTE_MS }],
      }),
    }),
  ],
  providers: [RequestQuota],
  exports: [RequestQuota],
})
export class QuotaModule {}

/** None where requests are not limited: then nothing is counted. */
function requestsOf(config: Config): ThrottlerOptions[] {
  const limit = config.rateLimit ?? (isLocalOnly(config) ? 0 : DEFAULT_LIMIT);
  return limit === 0 ? [] : [{ name: REQUESTS, limit, ttl: config.rateLimitWindowMs }];
}
