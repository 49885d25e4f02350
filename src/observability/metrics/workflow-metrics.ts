import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Counter, Gauge } from 'prom-client';
import { madeAt } from '../../core/task/task-id.js';
import { finalStatuses } from '../../core/task/task-status.js';
import { WorkflowProgress } from '../../core/workflows/progress/workflow-progress.js';
import { WorkflowList } from '../../core/workflows/record/workflow-list.js';
import { DurationMetric } from './duration-metric.js';
import { MetricsRegistry } from './metrics-registry.js';
import { withinScrape } from './within-scrape.js';

const SECONDS = [0.1, 0.5, 1, 5, 15, 60, 300, 900, 3_600, 14_400, 86_400];

/**
 * The workflows whose end this process has recorded: usually a worker, the API after a cancel. Not by name: clients
 * choose names.
 */
@Injectable()
export class WorkflowMetrics implements OnModuleInit {
  constructor(
    private readonly progress: WorkflowProgress,
    private readonly registry: MetricsRegistry,
  ) {}

  onModuleInit(): void {
    const registers = [this.registry];
    const ended = new Counter({
      name: 'celeriac_workflows_ended_total',
      help: 'Ended workflows by status',
      labelNames: ['status'],
      registers,
    });
    const repaired = new Counter({
      name: 'celeriac_workflow_steps_repaired_total',
      help: 'Steps of workflows whose consequences were lost and found by the sweep; expected to stay 0',
      registers,
    });
    const durations = new DurationMetric({
      name: 'celeriac_workflow_duration_seconds',
      help: 'Time from the submit of a workflow to its end',
      labelNames: ['status'],
      buckets: SECONDS,
      registers,
    });
    const series = new Map(finalStatuses.map((status) => [status as string, durations.bind({ status })]));
    // Starts at 0: Prometheus sees no increase when a series first appears with 1.
    for (const status of finalStatuses) ended.inc({ status }, 0);
    this.progress.events.on('ended', ({ id, status }) => {
      ended.inc({ status });
      series.get(status)?.add(Math.max(0, Date.now() - madeAt(id)));
    });
    this.progress.events.on('repaired', ({ steps }) => repaired.inc(steps));
  }
}

/** Number of open workflows. Every API process reports the same. Absent while the broker is not responding. */
@Injectable()
export class WorkflowGauges {
  private readonly open: Gauge;

  constructor(
    private readonly list: WorkflowList,
    registry: MetricsRegistry,
  ) {
    this.open = new Gauge({
      name: 'celeriac_workflows_open',
      help: 'Workflows that have not ended',
      registers: [registry],
    });
  }

  /** Updates the gauge. Call it before reading the registry. */
  async look(): Promise<void> {
    const count = await withinScrape(this.list.countOpen());
    if (count === undefined) this.open.remove();
    else this.open.set(count);
  }
}
