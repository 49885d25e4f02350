import { Module } from '@nestjs/common';
import { CoreModule } from '../../core/core.module.js';
import { QuotaShares } from './quota-shares.js';
import { RequestQuota } from './request-quota.js';

/** Provides request quotas: see RequestQuota. */
@Module({ imports: [CoreModule], providers: [QuotaShares, RequestQuota], exports: [RequestQuota] })
export class QuotaModule {}
