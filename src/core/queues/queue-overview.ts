import { Injectable } from '@nestjs/common';
import type { QueueName } from '../task/queue-name.js';
import { place } from '../bullmq/layout.js';
import { oldestWaitingMs } from '../bullmq/oldest-waiting.js';
import { Broker } from '../redis/broker.js';
import { priorities, priorityNumber } from '../task/options/priority.js';
import { type Hold, QueueHolds } from './queue-holds.js';
import { QueueStats, type QueueThroughput } from './queue-stats.js';
import { Queues } from '../bullmq/queues.js';
import { RevokedTasks } from '../read/revoked-tasks.js';
import { WorkerDirectory } from '../workers/worker-directory.js';
import type { WorkerSnapshot } from '../workers/worker-report.js';

const COUNTED = [
  place.wait,
  place.prioritized,
  place.delayed,
  place.active,
  place.completed,
  place.failed,
] as const;
/** Assumed run time if nothing has completed within the hour. */
const UNKNOWN_RUN_MS = 1_000;

/** Number of tasks by state. Finished tasks count until their retention ends. */
export interface QueueCounts {
  /** Can start now. */
  readonly waiting: number;
  /** Waiting for their time: delayed, or between two attempts. */
  readonly delayed: number;
  readonly started: number;
  readonly succeeded: number;
  /** FAILURE only. */
  readonly failed: number;
  readonly revoked: number;
}

export interface QueueSettings {
  /** Maximum number of running tasks across all workers; null means only the workers' own limits. */
  readonly concurrency: number | null;
  /** Maximum number of starts across all workers; null means no limit. */
  readonly rate: { readonly max: number; readonly durationMs: number } | null;
}

/** The state of a queue. */
export interface QueueSnapshot {
  readonly name: QueueName;
  readonly isPaused: boolean;
  /** Time and client of the pause; null if the queue is not paused or this is unknown. */
  readonly pause: Hold | null;
  /** Time and client of the closing; null if the queue accepts tasks. */
  readonly closed: Hold | null;
  readonly counts: QueueCounts;
  /** Age of the oldest runnable task in ms; null if none waits. */
  readonly oldestWaitingMs: number | null;
  /** Run time of the longest-running task in ms, as reported by workers; null if none runs. */
  readonly longestRunningMs: number | null;
  readonly throughput: QueueThroughput;
  /** Number of workers that consume the queue, and of tasks that they can run at once. */
  readonly consumers: number;
  readonly slots: number;
  readonly limits: QueueSettings;
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
    private readonly broker: Broker,
    private readonly queues: Queues,
    private readonly stats: QueueStats,
    private readonly directory: WorkerDirectory,
    private readonly holds: QueueHolds,
    private readonly revoked: RevokedTasks,
  ) {}

  /** @param workers current workers, if the caller has read them already */
  async all(workers?: readonly WorkerSnapshot[]): Promise<QueueSnapshot[]> {
    const known = workers ?? (await this.directory.all());
    return Promise.all(this.queues.all().map(({ name }) => this.look(name, known)));
  }

  async find(name: QueueName): Promise<QueueSnapshot> {
    return this.look(name, await this.directory.all());
  }

  private async look(name: QueueName, workers: readonly WorkerSnapshot[]): Promise<QueueSnapshot> {
    const queue = this.queues.get(name);
    const [counts, isPaused, concurrency, rate, oldestMs, throughput, pause, closed] = await this.broker.ask(
      Promise.all([
        this.countsOf(name),
        queue.isPaused(),
        queue.getGlobalConcurrency(),
        queue.getGlobalRateLimit(),
        oldestWaitingMs(this.broker.producer, this.queues.keys(name), priorities.map(priorityNumber)),
        this.stats.read(name),
        this.holds.find('paused', name),
        this.holds.find('closed', name),
      ]),
    );
    const serving = workers.flatMap((worker) => slotsOf(worker, name));
    const slots = Math.min(sum(serving), concurrency ?? Infinity);
    return {
      ...{ name, isPaused, counts, throughput, slots },
      oldestWaitingMs: oldestMs,
      longestRunningMs: longestRunOf(name, workers),
      pause: (isPaused && pause) || null,
      closed: closed ?? null,
      consumers: serving.length,
      limits: { concurrency, rate: rate && { max: rate.max, durationMs: rate.duration } },
      backlogSeconds: backlogOf(counts.waiting, slots, throughput),
    };
  }

  private async countsOf(name: QueueName): Promise<QueueCounts> {
    const [counts, marked] = await Promise.all([
      this.queues.get(name).getJobCounts(...COUNTED),
      this.revoked.count(name),
    ]);
    const of = (...places: (typeof COUNTED)[number][]) => sum(places.map((each) => counts[each] ?? 0));
    const revoked = Math.min(marked, of(place.failed)); // a task that is just ending is marked before it is counted
    return {
      waiting: of(place.wait, place.prioritized),
      delayed: of(place.delayed),
      started: of(place.active),
      succeeded: of(place.completed),
      failed: of(place.failed) - revoked,
      revoked,
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
