import { Module } from '@nestjs/common';
import { AppController } from './app.controller.js';
import { AuthModule } from '../api/access/auth.module.js';
import { BackgroundTasksModule } from '../platform/background-tasks/background-tasks.module.js';
import { ConfigModule } from '../platform/config/config.module.js';
import { DashboardModule } from '../api/dashboard/dashboard.module.js';
import { features } from './features.js';
import { HealthModule } from '../observability/health/health.module.js';
import { ApiMetricsModule } from '../observability/metrics/metrics.module.js';
import { QuotaModule } from '../api/quota/quota.module.js';
import { QueueModule } from '../core/queue.module.js';

/** Root module of the API process. */
@Module({
  imports: [
    ConfigModule,
    QueueModule,
    AuthModule,
    BackgroundTasksModule,
    HealthModule,
    DashboardModule,
    ApiMetricsModule,
    QuotaModule,
    ...features,
  ],
  controllers: [AppController],
})
export class AppModule {}
