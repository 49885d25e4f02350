import { Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { ScheduleStore } from '../../core/schedules/records/schedule-store.js';
import { MetricsRegistry } from './metrics-registry.js';
import { withinScrape } from './within-scrape.js';

/** Number of schedules. Every API process reports the same. Absent while the broker is not responding. */
@Injectable()
export class ScheduleGauges {
  private readonly schedules: Gauge;

  constructor(
    private readonly store: ScheduleStore,
    registry: MetricsRegistry,
  ) {
    this.schedules = new Gauge({
      name: 'celeriac_schedules',
      help: 'Schedules by state: active, paused, ended',
      labelNames: ['state'],
      registers: [registry],
    });
  }

  /** Updates the gauges. Call it before reading the registry. */
  async look(): Promise<void> {
    const counts = await withinScrape(this.store.counts());
    this.schedules.reset();
    for (const [state, count] of Object.entries(counts ?? {})) this.schedules.set({ state }, count);
  }
}
