import { Module } from '@nestjs/common';
import { QueueModule } from '../../core/queue.module.js';
import { QuotaShares } from './quota-shares.js';
import { RequestQuota } from './request-quota.js';

/** Provides request quotas: see RequestQuota. */
@Module({ imports: [QueueModule], providers: [QuotaShares, RequestQuota], exports: [RequestQuota] })
export class QuotaModule {}
