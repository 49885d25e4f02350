import { Injectable } from '@nestjs/common';
import { Gauge, Registry, collectDefaultMetrics } from 'prom-client';
import { Config } from '../../platform/config/config.js';

const MIB = 1_048_576;

/** How often Node looks how late the event loop is. The 10 ms of prom-client are a third of what an idle API does. */
const LOOP_LAG_EVERY_MS = 20;

/**
 * The metrics of this process, in the text format of Prometheus: those of Node (memory, event loop, garbage collector)
 * and those that are made with this registry. Not the global one: two applications in one process (tests) differ.
 */
@Injectable()
export class MetricsRegistry extends Registry {
  constructor({ healthMaxRssMb }: Config) {
    super();
    collectDefaultMetrics({ register: this, eventLoopMonitoringPrecision: LOOP_LAG_EVERY_MS });
    new Gauge({
      name: 'celeriac_memory_limit_bytes',
      help: 'HEALTH_MAX_RSS_MB: with more resident memory the process says that it is ill',
      registers: [this],
    }).set(healthMaxRssMb * MIB);
  }
}
