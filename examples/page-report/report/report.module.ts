import { Module } from '@nestjs/common';
import { CoreModule } from '../../../src/core/index.js';
import { PageReportTask } from './page-report.task.js';

/** The workflow over the modules `fetch`, `images` and `notifications`. */
@Module({ imports: [CoreModule], providers: [PageReportTask] })
export class ReportModule {}
