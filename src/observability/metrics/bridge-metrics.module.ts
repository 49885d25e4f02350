import { Module } from '@nestjs/common';
import { CeleryBridgeModule } from '../../bridges/celery/bridge.module.js';
import { CoreModule } from '../../core/core.module.js';
import { BridgeGauges } from './bridge-gauges.js';
import { BridgeMetrics } from './bridge-metrics.js';
import { MetricsRegistry } from './metrics-registry.js';

/** A bridge's metrics. */
@Module({
  imports: [CoreModule, CeleryBridgeModule],
  providers: [BridgeGauges, BridgeMetrics, MetricsRegistry],
  exports: [MetricsRegistry],
})
export class BridgeMetricsModule {}
