import { Module } from '@nestjs/common';
import { OutboundModule } from '../outbound/outbound.module.js';
import { ExecutionModule } from '../worker/execution.module.js';
import { FetchUrlTask } from './fetch-url.task.js';
import { FetchController } from './fetch.controller.js';
import { FetchProcessor } from './fetch.processor.js';

/** Fetching what a user names, in the queue `fetch`, through `outbound/`. */
@Module({
  imports: [ExecutionModule, OutboundModule],
  controllers: [FetchController],
  providers: [FetchProcessor, FetchUrlTask],
})
export class FetchModule {}
