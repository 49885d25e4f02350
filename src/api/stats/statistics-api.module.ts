import { Module } from '@nestjs/common';
import { CoreModule } from '../../core/core.module.js';
import { AuditModule } from '../audit/audit.module.js';
import { ErrorActionsController } from '../errors/error-actions.controller.js';
import { ErrorsController } from '../errors/errors.controller.js';
import { StatsController } from './stats.controller.js';

/** The routes of statistics and of groups of errors. */
@Module({
  imports: [CoreModule, AuditModule],
  controllers: [StatsController, ErrorsController, ErrorActionsController],
})
export class StatisticsApiModule {}
