import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Counter, Gauge } from 'prom-client';
import { Histories, type HistoryCounts, type TaskHistory } from '../../core/history/task-history.js';
import { MetricsRegistry } from './metrics-registry.js';
import { withinScrape } from './within-scrape.js';

const counters: Readonly<Record<keyof HistoryCounts, readonly [name: string, help: string]>> = {
  recorded: ['celeriac_history_recorded_total', 'Tasks that this process has stored in the history'],
  failures: [
    'celeriac_history_failures_total',
    'Failed attempts of this process to store tasks in the history',
  ],
  lost: [
    'celeriac_history_lost_total',
    'Tasks removed from Redis although the history does not have them; expected to stay 0',
  ],
};

/** Counters of this process' work for the history; all stay 0 without a history. */
@Injectable()
export class HistoryMetrics implements OnModuleInit {
  constructor(
    private readonly histories: Histories,
    private readonly registry: MetricsRegistry,
  ) {}

  onModuleInit(): void {
    const { counts } = this.histories;
    for (const name of ['recorded', 'failures', 'lost'] as const) {
      const [metric, help] = counters[name];
      new Counter({
        ...{ name: metric, help, registers: [this.registry] },
        collect() {
          this.reset();
          this.inc(counts[name]);
        },
      });
    }
  }
}

type Lag = Awaited<ReturnType<TaskHistory['lag']>>;

/** How far the history is behind. Every API process reports the same. Absent while Redis is not responding. */
@Injectable()
export class HistoryGauges implements OnModuleInit {
  private measuring: Promise<Lag | undefined> | undefined;

  constructor(
    private readonly histories: Histories,
    private readonly registry: MetricsRegistry,
  ) {}

  onModuleInit(): void {
    const ofTime = 'Time for which finished tasks may be missing in the history; 0 without one';
    this.create('celeriac_history_lag_seconds', ofTime, ({ ms }) => ms / 1_000);
    const ofTasks = 'Finished tasks that are not in the history yet; 0 without one';
    this.create('celeriac_history_lag_tasks', ofTasks, ({ tasks }) => tasks);
  }

  private create(name: string, help: string, valueOf: (lag: Lag) => number): void {
    const measure = () => this.measure();
    new Gauge({
      ...{ name, help, registers: [this.registry] },
      async collect() {
        const lag = await measure();
        if (lag === undefined) this.remove();
        else this.set(valueOf(lag));
      },
    });
  }

  /** Once for both gauges. */
  private measure(): Promise<Lag | undefined> {
    const history = this.histories.get();
    if (history === undefined) return Promise.resolve({ ms: 0, tasks: 0 });
    this.measuring ??= withinScrape(history.lag()).finally(() => (this.measuring = undefined));
    return this.measuring;
  }
}
