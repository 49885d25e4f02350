import { Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { BrokerState } from '../../core/broker-state/broker-state.js';
import { Broker } from '../../core/redis/broker.js';
import { QueueOverview, type QueueSnapshot } from '../../core/queues/queue-overview.js';
import { WorkerDirectory } from '../../core/workers/worker-directory.js';
import type { WorkerSnapshot } from '../../core/workers/worker-report.js';
import { MetricsRegistry } from './metrics-registry.js';
import { withinScrape } from './within-scrape.js';

/**
 * Metrics of the queues, the workers and the broker, as seen by the API. Every API process reports the same, so
 * aggregate with `max`. Updated once per scrape; while the broker is not responding, only `celeriac_broker_up` is
 * reported.
 */
@Injectable()
export class QueueMetrics {
  private readonly gauges = new Map<string, Gauge>();

  constructor(
    private readonly overview: QueueOverview,
    private readonly directory: WorkerDirectory,
    private readonly broker: Broker,
    private readonly state: BrokerState,
    private readonly registry: MetricsRegistry,
  ) {
    this.gauge('celeriac_broker_up', 'Whether the broker responds (1) or not (0)');
    this.gauge('celeriac_broker_connections', 'Connections to the broker, from all clients');
    this.gauge('celeriac_broker_used_memory_bytes', 'Memory used by the broker');
    this.gauge('celeriac_broker_max_memory_bytes', 'maxmemory of the broker; 0 if it has no limit');
    this.gauge(
      'celeriac_broker_accepts_work',
      "0 while the broker's memory is so full that submits are refused, else 1",
    );
    this.gauge('celeriac_broker_data_lost', '1 from a loss of all data until it is acknowledged');
    this.gauge(
      'celeriac_clock_skew_seconds',
      "Offset of this process's clock from the broker's; positive if ahead",
    );
    this.gauge('celeriac_queue_tasks', 'Tasks in a queue', 'queue', 'state');
    this.gauge('celeriac_queue_oldest_waiting_seconds', 'Age of the oldest runnable task', 'queue');
    this.gauge(
      'celeriac_queue_backlog_seconds',
      'Estimated seconds for the current workers to clear the backlog',
      'queue',
    );
    this.gauge(
      'celeriac_queue_longest_running_seconds',
      "Run time of the longest-running task, as of the workers' heartbeats",
      'queue',
    );
    this.gauge('celeriac_queue_closed', '1 while a queue is closed and submits are refused', 'queue');
    this.gauge('celeriac_queue_consumers', 'Workers that consume a queue', 'queue');
    this.gauge('celeriac_queue_paused', '1 while a queue is paused and no worker starts its tasks', 'queue');
    this.gauge('celeriac_worker_online', '1 while a worker lives, 0 for a day after it was lost', 'worker');
  }

  /** Updates the gauges. Call it before reading the registry. */
  async look(): Promise<void> {
    for (const gauge of this.gauges.values()) gauge.reset();
    const found = await withinScrape(this.read());
    this.set('celeriac_broker_up', found ? 1 : 0);
    if (found === undefined) return;
    this.set('celeriac_broker_connections', found.connections);
    this.set('celeriac_broker_used_memory_bytes', found.facts.usedBytes);
    this.set('celeriac_broker_max_memory_bytes', found.facts.maxBytes);
    this.set('celeriac_broker_accepts_work', this.state.isFull ? 0 : 1);
    this.set('celeriac_broker_data_lost', this.state.lossProblem === undefined ? 0 : 1);
    this.set('celeriac_clock_skew_seconds', found.facts.skewMs / 1_000);
    for (const queue of found.queues) this.show(queue);
    for (const [name, isOnline] of onlineByName(found.workers))
      this.set('celeriac_worker_online', isOnline ? 1 : 0, { worker: name });
  }

  private async read() {
    const workers = await this.directory.all();
    const [queues, facts, clients] = await Promise.all([
      this.overview.all(workers),
      this.state.look(),
      this.broker.ask(this.broker.producer.info('clients')),
    ]);
    return {
      queues,
      workers,
      facts,
      connections: Number(/^connected_clients:(\d+)/m.exec(clients)?.[1] ?? 0),
    };
  }

  private show({ name: queue, counts, ...rest }: QueueSnapshot): void {
    const { waitingForSteps, ...others } = counts;
    for (const [state, count] of Object.entries({ ...others, waiting_for_steps: waitingForSteps }))
      this.set('celeriac_queue_tasks', count, { queue, state });
    this.set('celeriac_queue_oldest_waiting_seconds', (rest.oldestWaitingMs ?? 0) / 1_000, { queue });
    this.set('celeriac_queue_longest_running_seconds', (rest.longestRunningMs ?? 0) / 1_000, { queue });
    this.set('celeriac_queue_closed', rest.closed === null ? 0 : 1, { queue });
    this.set('celeriac_queue_backlog_seconds', rest.backlogSeconds, { queue });
    this.set('celeriac_queue_consumers', rest.consumers, { queue });
    this.set('celeriac_queue_paused', rest.isPaused ? 1 : 0, { queue });
  }

  private gauge(name: string, help: string, ...labelNames: string[]): void {
    this.gauges.set(name, new Gauge({ name, help, labelNames, registers: [this.registry] }));
  }

  private set(name: string, value: number, labels: Record<string, string> = {}): void {
    this.gauges.get(name)?.set(labels, value);
  }
}

/** A restarted worker has the name of the lost one, and counts as online. */
function onlineByName(workers: readonly WorkerSnapshot[]): Map<string, boolean> {
  const online = new Map<string, boolean>();
  for (const { name, state } of workers) online.set(name, online.get(name) === true || state !== 'lost');
  return online;
}
