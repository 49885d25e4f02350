import { Module } from '@nestjs/common';
import { CoreModule } from '../../core/core.module.js';
import { AuditModule } from '../audit/audit.module.js';
import { ScheduleActionsController } from './schedule-actions.controller.js';
import { SchedulesController } from './schedules.controller.js';

/** The routes of schedules. Workers tick them: see `ScheduleLoop`. */
@Module({
  imports: [CoreModule, AuditModule],
  controllers: [ScheduleActionsController, SchedulesController],
})
export class SchedulesModule {}
