import { Module } from '@nestjs/common';
import { CeleryBridgeModule } from '../bridges/celery/bridge.module.js';
import { CoreModule } from '../core/core.module.js';
import { HistoryModule } from '../history/history.module.js';
import { HealthModule } from '../observability/health/health.module.js';
import { BridgeMetricsModule } from '../observability/metrics/bridge-metrics.module.js';
import { ConfigModule } from '../platform/config/config.module.js';
import { ExecutionModule } from '../worker/execution.module.js';
import { coreOptions, workerOptions } from './core-options.js';
import { features } from './features.js';

/** Root module of a bridge process: the same features, for the tasks that Celery may call. It executes none. */
@Module({
  imports: [
    ConfigModule,
    CoreModule.forRoot(coreOptions),
    ExecutionModule.forRoot(workerOptions),
    CoreModule,
    HealthModule,
    BridgeMetricsModule,
    HistoryModule,
    CeleryBridgeModule,
    ...features,
  ],
})
export class BridgeModule {}
