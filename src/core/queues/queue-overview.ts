import { Injectable } from '@nestjs/common';
import type { QueueName } from '../task/queue-name.js';
import { QueueControl, type QueueControls } from './queue-control.js';
import { QueueCounter, type QueueCounts } from './queue-counter.js';
import { QueueStats, type QueueThroughput } from './queue-stats.js';
import { Queues } from '../bullmq/queues.js';
import { WorkerDirectory } from '../workers/worker-directory.js';
import type { WorkerSnapshot } from '../workers/worker-report.js';

/** Assumed run time if nothing has completed within the hour. */
const UNKNOWN_RUN_MS = 1_000;

/** The state of a queue. */
export interface QueueSnapshot extends QueueControls {
  readonly name: QueueName;
  readonly counts: QueueCounts;
  /** Age of the oldest runnable task in ms; null if none waits. */
  readonly oldestWaitingMs: number | null;
  /** Run time of the longest-running task in ms, as reported by workers; null if none runs. */
  readonly longestRunningMs: number | null;
  /** ms since 1970: nothing has run or waited for a worker since then; null if something does, or it is not known. */
  readonly idleSince: number | null;
  readonly throughput: QueueThroughput;
  /** Number of workers that consume the queue, and of tasks that they can run at once. */
  readonly consumers: number;
  readonly slots: number;
  /**
   * Estimated time for the current workers to clear the backlog, by the mean run time of the last minute (otherwise of
   * the hour, otherwise 1 s). Without a worker, the time that one with one slot would need. Use it for autoscaling.
   */
  readonly backlogSeconds: number;
}

/** Reads the state of the queues. */
@Injectable()
export class QueueOverview {
  constructor(
    private readonly queues: Queues,
    private readonly control: QueueControl,
    private readonly counter: QueueCounter,
    private readonly stats: QueueStats,
    private readonly directory: WorkerDirectory,
  ) {}

  /** @param workers current workers, if the caller has read them already */
  async all(workers?: readonly WorkerSnapshot[]): Promise<QueueSnapshot[]> {
    const known = workers ?? (await this.directory.all());
    return Promise.all(this.queues.names.map((name) => this.look(name, known)));
  }

  async find(name: QueueName): Promise<QueueSnapshot> {
    return this.look(name, await this.directory.all());
  }

  private async look(name: QueueName, workers: readonly WorkerSnapshot[]): Promise<QueueSnapshot> {
    const [controls, counts, oldestWaitingMs, throughput, lastEndedAt] = await Promise.all([
      this.control.read(name),
      this.counter.count(name),
      this.counter.oldestWaitingMs(name),
      this.stats.read(name),
      this.counter.lastEndedAt(name),
    ]);
    const serving = workers.flatMap((worker) => slotsOf(worker, name));
    const slots = Math.min(sum(serving), controls.limits.concurrency ?? Infinity);
    return {
      ...controls,
      ...{ name, counts, oldestWaitingMs, throughput, slots },
      idleSince: counts.waiting + counts.started > 0 ? null : lastEndedAt,
      longestRunningMs: longestRunOf(name, workers),
      consumers: serving.length,
      backlogSeconds: backlogOf(counts.waiting, slots, throughput),
    };
  }
}

function slotsOf({ state, queues }: WorkerSnapshot, name: QueueName): number[] {
  if (state !== 'online') return [];
  return queues.flatMap((queue) => (queue.name === name && !queue.isPaused ? [queue.concurrency] : []));
}

function longestRunOf(queue: QueueName, workers: readonly WorkerSnapshot[]): number | null {
  const runs = workers
    .filter(({ state }) => state !== 'lost')
    .flatMap(({ queues, lastHeartbeatAt }) =>
      queues.flatMap(({ name, running }) =>
        name === queue && running?.oldestSince ? [lastHeartbeatAt - running.oldestSince] : [],
      ),
    );
  return runs.length > 0 ? Math.max(0, ...runs) : null;
}

function backlogOf(waiting: number, slots: number, { minute, hour }: QueueThroughput): number {
  const meanMs = minute.runMs.mean ?? hour.runMs.mean ?? UNKNOWN_RUN_MS;
  return Math.round((waiting * meanMs) / Math.max(1, slots)) / 1_000;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
