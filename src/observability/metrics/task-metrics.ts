import { Injectable } from '@nestjs/common';
import { Counter } from 'prom-client';
import { Config } from '../../platform/config/config.js';
import { mends } from '../../core/bullmq/reconciliation/reconciliation.js';
import { TaskRegistry } from '../../core/task/task-registry.js';
import { type OutcomeLabel, RunnerEvents } from '../../worker/attempt/runner-events.js';
import { DurationMetric, type DurationSeries } from './duration-metric.js';
import { MetricsRegistry } from './metrics-registry.js';
import { WorkerGauges } from './worker-gauges.js';

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800];

/** Counts of one task type, as plain numbers: they are read once per scrape and written twice per attempt. */
interface Seen {
  readonly events: Record<'started' | OutcomeLabel, number>;
  readonly runs: DurationSeries;
  readonly waits: DurationSeries;
}

/** Flower's six metrics, with its meanings and labels, reported by the worker itself. */
@Injectable()
export class TaskMetrics {
  private readonly worker: string;
  /** By task name, limited to the tasks of this codebase. */
  private readonly byTask = new Map<string, Seen>();

  constructor(
    private readonly tasks: TaskRegistry,
    private readonly events: RunnerEvents,
    private readonly gauges: WorkerGauges,
    private readonly registry: MetricsRegistry,
    config: Config,
  ) {
    this.worker = config.workerName;
  }

  /** Starts counting what this process executes. */
  start(): void {
    this.countAttempts();
    this.showEvents();
    this.countCrashes();
    this.countReconciled();
    this.gauges.start();
  }

  private countAttempts(): void {
    const runs = this.durations('celeriac_task_runtime_seconds', 'Run time of attempts');
    const waits = this.durations(
      'celeriac_task_queue_wait_seconds',
      'Time from when a task could have started to its first attempt',
    );
    const of = (name: string): Seen => {
      const task = this.label(name);
      const known = this.byTask.get(task);
      if (known) return known;
      const labels = { task, worker: this.worker };
      const seen = { events: noEvents(), runs: runs.bind(labels), waits: waits.bind(labels) };
      this.byTask.set(task, seen);
      return seen;
    };
    this.events.on('task.started', ({ name, waitMs }) => {
      const { events, waits } = of(name);
      events.started++;
      if (waitMs !== undefined) waits.add(waitMs);
    });
    this.events.on('task.settled', ({ name, outcome, durationMs }) => {
      const { events, runs } = of(name);
      events[outcome]++;
      runs.add(durationMs);
    });
  }

  private showEvents(): void {
    const { byTask, worker, registry } = this;
    new Counter({
      name: 'celeriac_task_events_total',
      help: 'Attempts by state: started, succeeded, retried, failed, snoozed, revoked, returned',
      labelNames: ['task', 'type', 'worker'],
      registers: [registry],
      collect() {
        this.reset();
        for (const [task, { events }] of byTask)
          for (const [type, count] of Object.entries(events))
            if (count > 0) this.inc({ task, type, worker }, count);
      },
    });
  }

  private durations(name: string, help: string): DurationMetric {
    const registers = [this.registry];
    return new DurationMetric({ name, help, labelNames: ['task', 'worker'], buckets: SECONDS, registers });
  }

  private countCrashes(): void {
    const { worker, registry } = this;
    const counter = (name: string, help: string) =>
      new Counter({ name, help, labelNames: ['task', 'worker'], registers: [registry] });
    const quarantined = counter(
      'celeriac_quarantined_attempts_total',
      'Attempts run in quarantine because a worker had died during the task',
    );
    const crashes = counter(
      'celeriac_quarantine_crashes_total',
      'Attempts whose quarantine process died; the worker survived',
    );
    // Starts at 0: Prometheus sees no increase when a series first appears with 1.
    for (const { options } of this.tasks.all()) crashes.inc({ task: options.name, worker }, 0);
    this.events.on('task.started', ({ name, isQuarantined }) => {
      if (isQuarantined) quarantined.inc({ task: this.label(name), worker });
    });
    this.events.on('task.crashed', ({ name }) => crashes.inc({ task: this.label(name), worker }));
  }

  private countReconciled(): void {
    const { worker, registry } = this;
    const reconciled = new Counter({
      name: 'celeriac_reconciled_tasks_total',
      help:
        'Inconsistencies between task records and queues, by repair: requeued, delayed, reactivated, ended, indexed, ' +
        'dropped, restored',
      labelNames: ['queue', 'mend', 'worker'],
      registers: [registry],
    });
    // Starts at 0, as above.
    for (const queue of this.tasks.queues.names)
      for (const mend of mends) reconciled.inc({ queue, mend, worker }, 0);
    this.events.on('task.reconciled', ({ queue, mend }) => reconciled.inc({ queue, mend, worker }));
  }

  /** Names come from whatever was written into the queue: only those of this codebase become labels. */
  private label(name: string): string {
    return this.tasks.find(name)?.options.name ?? 'unknown';
  }
}

function noEvents(): Seen['events'] {
  return { started: 0, succeeded: 0, retried: 0, failed: 0, snoozed: 0, parked: 0, revoked: 0, returned: 0 };
}
