import { Injectable } from '@nestjs/common';
import type { QueueName } from '../../core/task/queue-name.js';
import { Broker } from '../../core/redis/broker.js';
import { type Hold, QueueHolds } from '../../core/queues/queue-holds.js';
import { TypeControl } from '../../core/queues/type-control.js';
import { QueueStats } from '../../core/queues/queue-stats.js';
import { isoTime } from '../../platform/timing/iso-time.js';
import { Queues } from '../../core/bullmq/queues.js';
import type { WorkerSnapshot } from '../../core/workers/worker-report.js';

/**
 * A queue is stuck when nothing has completed for this many times the 95th percentile of the last hour's run times, …
 */
const TIMES_P95 = 3;
/** … and for at least this long: heartbeats come every 5 s, and percentiles are accurate within a factor of two. */
const LEAST_MS = 30_000;
/** Assumed run time if nothing has completed within the hour. */
const UNKNOWN_P95_MS = 300_000;

/** Finds the reason why a queue with workers is not being processed. */
@Injectable()
export class QueueTrouble {
  constructor(
    private readonly broker: Broker,
    private readonly queues: Queues,
    private readonly holds: QueueHolds,
    private readonly stats: QueueStats,
    private readonly types: TypeControl,
  ) {}

  /**
   * @param serving workers that take tasks from the queue
   * @returns the reason, as a sentence for people; undefined if there is none
   */
  async find(queue: QueueName, serving: readonly WorkerSnapshot[]): Promise<string | undefined> {
    const [isPaused, paused, closed, types] = await Promise.all([
      this.broker.ask(this.queues.get(queue).isPaused()),
      this.holds.find('paused', queue),
      this.holds.find('closed', queue),
      this.types.paused(),
    ]);
    if (isPaused) return `paused${sinceAndBy(paused)}: tasks wait`;
    if (closed !== undefined) return `closed${sinceAndBy(closed)}: submits are refused`;
    const type = types.find((each) => each.queue === queue);
    if (type !== undefined) return `task type ${type.name} paused${sinceAndBy(type.paused)}: its tasks wait`;
    return this.stuck(queue, serving);
  }

  /**
   * A completion frees a slot for a new start: while all slots are full, nothing has completed since the newest start.
   */
  private async stuck(queue: QueueName, serving: readonly WorkerSnapshot[]): Promise<string | undefined> {
    const standstillMs = standstillOf(queue, serving);
    if (standstillMs === undefined || standstillMs < LEAST_MS) return undefined;
    const { hour } = await this.stats.read(queue);
    if (standstillMs < TIMES_P95 * (hour.runMs.p95 ?? UNKNOWN_P95_MS)) return undefined;
    return `all slots are full, and no task has finished for ${Math.round(standstillMs / 1_000)} s`;
  }
}

/**
 * Time since the last completion, in ms; undefined if there is a free slot or a worker that does not report its slots.
 */
export function standstillOf(queue: QueueName, serving: readonly WorkerSnapshot[]): number | undefined {
  const standstills = serving.flatMap(({ queues, lastHeartbeatAt }) =>
    queues
      .filter(({ name }) => name === queue)
      .map(({ concurrency, running }) => {
        const isFull = running !== undefined && running.count >= concurrency;
        return isFull && running.newestSince !== null ? lastHeartbeatAt - running.newestSince : undefined;
      }),
  );
  const known = standstills.filter((ms) => ms !== undefined);
  return known.length > 0 && known.length === standstills.length ? Math.min(...known) : undefined;
}

function sinceAndBy(hold: Hold | undefined): string {
  return hold === undefined ? '' : ` since ${isoTime(hold.since)} by ${hold.by}`;
}
