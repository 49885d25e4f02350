import { Module } from '@nestjs/common';
import { ConfigModule } from '../platform/config/config.module.js';
import { coreOptions, workerOptions } from './core-options.js';
import { CoreModule } from '../core/core.module.js';
import { features } from './features.js';
import { HistoryModule } from '../history/history.module.js';
import { HistoryStatisticsModule } from '../history/stats/statistics.module.js';
import { HealthModule } from '../observability/health/health.module.js';
import { WorkerMetricsModule } from '../observability/metrics/metrics.module.js';
import { TracingModule } from '../observability/tracing/tracing.module.js';
import { ExecutionModule } from '../worker/execution.module.js';

/** Root module of a worker process: the same features, executed. Their controllers get no routes here. */
@Module({
  imports: [
    ConfigModule,
    CoreModule.forRoot(coreOptions),
    ExecutionModule.forRoot(workerOptions),
    ExecutionModule,
    HealthModule,
    WorkerMetricsModule,
    TracingModule,
    HistoryModule,
    HistoryStatisticsModule,
    ...features,
  ],
})
export class WorkerModule {}
