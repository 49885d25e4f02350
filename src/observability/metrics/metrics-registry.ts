import { Injectable } from '@nestjs/common';
import { Gauge, Registry, collectDefaultMetrics } from 'prom-client';
import { Config } from '../../platform/config/config.js';

const MIB = 1_048_576;

/**
 * Sampling interval of the event loop lag. prom-client's 10 ms are a third of an idle API's work; as the interval is part
 * of each sample, a longer one would show an idle process as a slow one.
 */
const LOOP_LAG_EVERY_MS = 20;

/**
 * The metrics of this process in Prometheus' text format: Node's own (memory, event loop, garbage collector) and those
 * created with this registry. Separate from the global registry, because two applications in one process (tests) have
 * different metrics.
 */
@Injectable()
export class MetricsRegistry extends Registry {
  constructor({ healthMaxRssMb }: Config) {
    super();
    collectDefaultMetrics({ register: this, eventLoopMonitoringPrecision: LOOP_LAG_EVERY_MS });
    new Gauge({
      name: 'celeriac_memory_limit_bytes',
      help: 'HEALTH_MAX_RSS_MB: resident memory above which /health reports the process as down',
      registers: [this],
    }).set(healthMaxRssMb * MIB);
  }
}
