import { Module } from '@nestjs/common';
import { ExecutionModule } from '../../../src/worker/index.js';
import { ReportsController } from './reports.controller.js';
import { ReportsProcessor } from './reports.processor.js';
import { reportsQueue } from './reports.queue.js';
import { WriteReportTask } from './write-report.task.js';

/** Everything about reports: their queue, its processor, their task and their routes. */
@Module({
  imports: [ExecutionModule, reportsQueue],
  controllers: [ReportsController],
  providers: [ReportsProcessor, WriteReportTask],
})
export class ReportsModule {}
