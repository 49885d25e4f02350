import { Module } from '@nestjs/common';
import { AppController } from './app.controller.js';
import { AuthModule } from './auth/auth.module.js';
import { BackgroundTasksModule } from './background-tasks/background-tasks.module.js';
import { ConfigModule } from './config/config.module.js';
import { DashboardModule } from './dashboard/dashboard.module.js';
import { features } from './features.js';
import { HealthModule } from './health/health.module.js';
import { ApiMetricsModule } from './metrics/metrics.module.js';
import { QuotaModule } from './http/quota.module.js';
import { QueueModule } from './queue/queue.module.js';

/** What the API process is made of. */
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
