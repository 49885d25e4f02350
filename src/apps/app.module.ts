import { Module } from '@nestjs/common';
import { AppController } from './app.controller.js';
import { AuthModule } from '../api/access/auth.module.js';
import { BackgroundTasksModule } from '../platform/background-tasks/background-tasks.module.js';
import { ConfigModule } from '../platform/config/config.module.js';
import { DashboardModule } from '../api/dashboard/dashboard.module.js';
import { coreOptions, workerOptions } from './core-options.js';
import { FleetEventsModule } from '../api/events/fleet-events.module.js';
import { features } from './features.js';
import { HistoryModule } from '../history/history.module.js';
import { HistoryStatisticsModule } from '../history/stats/statistics.module.js';
import { HealthModule } from '../observability/health/health.module.js';
import { ApiMetricsModule } from '../observability/metrics/metrics.module.js';
import { IdempotencyModule } from '../api/idempotency/idempotency.module.js';
import { QuotaModule } from '../api/quota/quota.module.js';
import { SchedulesModule } from '../api/schedules/schedules.module.js';
import { SessionModule } from '../api/access/login/session.module.js';
import { ServiceApiModule } from '../api/service/service-api.module.js';
import { StatisticsApiModule } from '../api/stats/statistics-api.module.js';
import { TasksApiModule } from '../api/tasks/tasks-api.module.js';
import { WorkflowsApiModule } from '../api/workflows/workflows-api.module.js';
import { CoreModule } from '../core/core.module.js';
import { ExecutionModule } from '../worker/execution.module.js';

/** Root module of the API process. */
@Module({
  imports: [
    ConfigModule,
    CoreModule.forRoot(coreOptions),
    ExecutionModule.forRoot(workerOptions),
    CoreModule,
    AuthModule,
    BackgroundTasksModule,
    HealthModule,
    DashboardModule,
    ApiMetricsModule,
    IdempotencyModule,
    QuotaModule,
    ...features,
    TasksApiModule,
    FleetEventsModule,
    SchedulesModule,
    ServiceApiModule,
    StatisticsApiModule,
    WorkflowsApiModule,
    HistoryModule,
    HistoryStatisticsModule,
    SessionModule,
  ],
  controllers: [AppController],
})
export class AppModule {}
