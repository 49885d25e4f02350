import { Injectable } from '@nestjs/common';
import { Counter } from 'prom-client';
import { tickOutcomes } from '../../core/schedules/tick-entry.js';
import { Config } from '../../platform/config/config.js';
import { RunnerEvents } from '../../worker/attempt/runner-events.js';
import { DurationMetric } from './duration-metric.js';
import { MetricsRegistry } from './metrics-registry.js';

const SECONDS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3_600];

/** The ticks that this worker handled. Not by schedule: there may be ten thousand. */
@Injectable()
export class ScheduleMetrics {
  private readonly worker: string;

  constructor(
    private readonly events: RunnerEvents,
    private readonly registry: MetricsRegistry,
    config: Config,
  ) {
    this.worker = config.workerName;
  }

  /** Starts counting. */
  start(): void {
    const { worker } = this;
    const registers = [this.registry];
    const ticks = new Counter({
      name: 'celeriac_schedule_ticks_total',
      help: 'Ticks of schedules by outcome: submitted, queued, skipped, missed, failed',
      labelNames: ['outcome', 'worker'],
      registers,
    });
    // Starts at 0: Prometheus sees no increase when a series first appears with 1.
    for (const outcome of tickOutcomes) ticks.inc({ outcome, worker }, 0);
    const lateness = new DurationMetric({
      name: 'celeriac_schedule_lateness_seconds',
      help: 'Time from when a tick was due to the submit of its task',
      labelNames: ['worker'],
      buckets: SECONDS,
      registers,
    }).bind({ worker });
    this.events.on('schedule.ticked', ({ outcome, isTimed, latenessMs, count }) => {
      ticks.inc({ outcome, worker }, count);
      if (outcome === 'submitted' && isTimed) lateness.add(latenessMs);
    });
  }
}
