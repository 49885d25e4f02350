import { Injectable } from '@nestjs/common';
import type { Queue } from 'bullmq';
import { type QueueName, queueNames } from '../../platform/config/queue-names.js';
import { Broker, msOf } from '../redis/broker.js';
import { priorities, priorityNumber } from '../task/priority.js';
import { type Hold, QueueHolds } from './queue-holds.js';
import { QueueStats, type QueueThroughput } from './queue-stats.js';
import { Queues } from '../bullmq/queues.js';
import { RevokedTasks } from '../read/revoked-tasks.js';
import { WorkerDirectory } from '../workers/worker-directory.js';
import type { WorkerSnapshot } from '../workers/worker-report.js';

/** BullMQ's order within one priority: its score is the priority's number times this, plus a counter. */
const PRIORITY_STEP = 2 ** 32;
const COUNTED = ['wait', 'prioritized', 'delayed', 'active', 'completed', 'failed'] as const;
/** What a run is taken to last where none has ended within the hour. */
const UNKNOWN_RUN_MS = 1_000;

/** How many tasks are where. What has ended counts until its retention is over. */
export interface QueueCounts {
  /** Could be started now. */
  readonly waiting: number;
  /** Wait for their time: delayed, or between two attempts. */
  readonly delayed: number;
  readonly started: number;
  readonly succeeded: number;
  /** FAILURE alone. */
  readonly failed: number;
  readonly revoked: number;
}

export interface QueueSettings {
  /** Tasks at once over all workers; null: no limit but the workers' own. */
  readonly concurrency: number | null;
  /** Starts at most over all workers; null: no limit. */
  readonly rate: { readonly max: number; readonly durationMs: number } | null;
}

/** How a queue is. */
export interface QueueSnapshot {
  readonly name: QueueName;
  readonly isPaused: boolean;
  /** Since when and by whom; null: it is not paused, or that is not known. */
  readonly pause: Hold | null;
  /** Since when and by whom it accepts no new tasks; null: it accepts them. */
  readonly closed: Hold | null;
  readonly counts: QueueCounts;
  /** How long the one that waits longest could have been started, in ms; null: none waits. */
  readonly oldestWaitingMs: number | null;
  /** How long the one has run that runs longest, in ms; null: none runs, as far as workers say it. */
  readonly longestRunningMs: number | null;
  readonly throughput: QueueThroughput;
  /** Workers that take tasks from it now, and how many tasks they execute at once. */
  readonly consumers: number;
  readonly slots: number;
  readonly limits: QueueSettings;
  /**
   * How long the workers that are there need for what waits, by the mean of the last minute's runs (else the hour's,
   * else 1 s); without a worker, how long one with one slot would need. What to scale by.
   */
  readonly backlogSeconds: number;
}

/** Tells how the queues are. */
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

  /** @param workers those that there are, from whoever has read them already */
  async all(workers?: readonly WorkerSnapshot[]): Promise<QueueSnapshot[]> {
    const known = workers ?? (await this.directory.all());
    return Promise.all(queueNames.map((name) => this.look(name, known)));
  }

  async find(name: QueueName): Promise<QueueSnapshot> {
    return this.look(name, await this.directory.all());
  }

  private async look(name: QueueName, workers: readonly WorkerSnapshot[]): Promise<QueueSnapshot> {
    const queue = this.queues.get(name);
    const [counts, isPaused, concurrency, rate, oldestWaitingMs, throughput, pause, closed] =
      await this.broker.ask(
        Promise.all([
          this.countsOf(name),
          queue.isPaused(),
          queue.getGlobalConcurrency(),
          queue.getGlobalRateLimit(),
          this.oldestWaiting(queue),
          this.stats.read(name),
          this.holds.find('paused', name),
          this.holds.find('closed', name),
        ]),
      );
    const serving = workers.flatMap((worker) => slotsOf(worker, name));
    const slots = Math.min(sum(serving), concurrency ?? Infinity);
    return {
      ...{ name, isPaused, counts, oldestWaitingMs, throughput, slots },
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
    const of = (...types: string[]) => sum(types.map((type) => counts[type] ?? 0));
    const revoked = Math.min(marked, of('failed')); // one that is just ending is marked before it is counted
    return {
      waiting: of('wait', 'prioritized'),
      delayed: of('delayed'),
      started: of('active'),
      succeeded: of('completed'),
      failed: of('failed') - revoked,
      revoked,
    };
  }

  /** Of each priority the first: within one, first come is first served. */
  private async oldestWaiting(queue: Queue): Promise<number | null> {
    const { producer } = this.broker;
    const prioritized = queue.toKey('prioritized');
    const firsts = priorities
      .map(priorityNumber)
      .map((number) =>
        producer.zrange(
          prioritized,
          number * PRIORITY_STEP,
          `(${(number + 1) * PRIORITY_STEP}`,
          'BYSCORE',
          'LIMIT',
          0,
          1,
        ),
      );
    const ids = (await Promise.all(firsts)).flat();
    if (ids.length === 0) return null;
    const reading = ids.map((id) => producer.hmget(queue.toKey(id), 'timestamp', 'delay', 'opts'));
    const [time, ...records] = await Promise.all([producer.time(), ...reading]);
    const since = records.map(
      ([timestamp, delay, options]) => Number(timestamp ?? msOf(time)) + (Number(delay) || delayIn(options)),
    );
    return Math.max(0, msOf(time) - Math.min(...since));
  }
}

/** The delay of a submit. BullMQ's own field is 0 again once that is over. */
function delayIn(options: string | null | undefined): number {
  const [, delay = '0'] = /"delay":(\d+)/.exec(options ?? '') ?? [];
  return Number(delay);
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
