import { Injectable } from '@nestjs/common';
import { Gauge, Registry, collectDefaultMetrics } from 'prom-client';
import { Config } from '../config/config.js';

const MIB = 1_048_576;

/**
 * The metrics of this process, in the text format of Prometheus: those of Node (memory, event loop, garbage collector)
 * and those that are made with this registry. Not the global one: two applications in one process (tests) differ.
 */
@Injectable()
export class MetricsRegistry extends Registry {
  constructor({ healthMaxRssMb }: Config) {
    super();
    collectDefaultMetrics({ register: this });
    new Gauge({
      name: 'celeriac_memory_limit_bytes',
      help: 'HEALTH_MAX_RSS_MB: with more resident memory the process says that it is ill',
      registers: [this],
    }).set(healthMaxRssMb * MIB);
  }
}
