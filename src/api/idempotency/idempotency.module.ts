import { Module } from '@nestjs/common';
import { CoreModule } from '../../core/core.module.js';
import { IdempotencyStore } from './idempotency-store.js';

/** Provides the stored answers of requests with an Idempotency-Key. */
@Module({ imports: [CoreModule], providers: [IdempotencyStore] })
export class IdempotencyModule {}
