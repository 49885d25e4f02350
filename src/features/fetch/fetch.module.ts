import { Module } from '@nestjs/common';
import { BlobsModule } from './bodies/blobs.module.js';
import { OutboundModule } from '../../platform/outbound/outbound.module.js';
import { defineQueue } from '../../core/index.js';
import { ExecutionModule } from '../../worker/index.js';
import { BodyKeeper } from './bodies/body-keeper.js';
import { FetchCache } from './fetch-cache.js';
import { FetchUrlTask } from './fetch-url.task.js';
import { FetchedBodyController } from './bodies/fetched-body.controller.js';
import { FetchController } from './fetch.controller.js';
import { FetchProcessor } from './fetch.processor.js';
import { HostLimits } from './host-limits.js';

/** Fetches URLs given by users, in the queue `fetch`, through `platform/outbound`. */
@Module({
  imports: [ExecutionModule, OutboundModule, BlobsModule, defineQueue('fetch', { concurrency: 16 })],
  controllers: [FetchController, FetchedBodyController],
  providers: [FetchProcessor, FetchUrlTask, FetchCache, BodyKeeper, HostLimits],
})
export class FetchModule {}
