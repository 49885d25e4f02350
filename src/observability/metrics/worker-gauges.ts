import { Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { Config } from '../../platform/config/config.js';
import { BrokerState } from '../../core/broker-state/broker-state.js';
import { Attempts } from '../../worker/attempt/attempts.js';
import { Quarantine } from '../../worker/isolation/quarantine.js';
import { MetricsRegistry } from './metrics-registry.js';

/** The present state of this worker: tasks that it executes, and its clock. */
@Injectable()
export class WorkerGauges {
  private readonly worker: string;

  constructor(
    private readonly attempts: Attempts,
    private readonly quarantine: Quarantine,
    private readonly state: BrokerState,
    private readonly registry: MetricsRegistry,
    config: Config,
  ) {
    this.worker = config.workerName;
  }

  /** Registers the gauges. Their values are read at each scrape. */
  start(): void {
    const { worker, attempts, quarantine, state } = this;
    const gauge = (name: string, help: string, value: () => number) =>
      new Gauge({
        ...{ name, help, labelNames: ['worker'], registers: [this.registry] },
        collect() {
          this.set({ worker }, value());
        },
      });
    gauge(
      'celeriac_worker_executing_tasks',
      'Tasks that the worker is executing',
      () => attempts.running().length,
    );
    gauge(
      'celeriac_worker_quarantined_tasks',
      'Running tasks that are in quarantine',
      () => quarantine.running,
    );
    gauge(
      'celeriac_clock_skew_seconds',
      "Offset of this worker's clock from the broker's; positive if ahead",
      () => (state.facts?.skewMs ?? 0) / 1_000,
    );
    gauge('celeriac_worker_prefetched_tasks', 'Tasks that the worker holds without executing them', () => 0);
    gauge('celeriac_worker_up', '1 while the worker responds', () => 1);
  }
}
