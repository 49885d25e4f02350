import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { type QueueName, queueNames } from '../../platform/config/queue-names.js';
import { Broker } from '../redis/broker.js';
import { MemoryLimit } from './memory-limit.js';
import { QueueClosedError, QueueFullError } from '../task/queue.errors.js';
import { type Hold, QueueHolds } from '../queues/queue-holds.js';
import { Queues } from '../bullmq/queues.js';

/** How old a count may be while the queue is far from full. What others add meanwhile is how far it can be overshot. */
const FRESH_MS = 250;
/** A count older than this is not used: a submit that comes after a silence asks first whether the queue was closed. */
const STALE_MS = 1_000;
/** Nearer to its limit than this share of it, or than so many tasks, a queue is counted anew for each submit. */
const NEAR_SHARE = 0.1;
const NEAR_TASKS = 100;

/** Whatever has not begun, ready, paused or not yet due: it takes as much room, and a delay is no way round a limit. */
const WAITING = ['wait', 'prioritized', 'delayed'] as const;

/** A job, as far as it concerns its queue's length. */
interface Queued {
  readonly task: { readonly queue: QueueName };
  readonly options: { readonly parentId?: string };
}

/** What is known of a queue here. */
interface Length {
  /** Tasks that waited when they were counted last. */
  counted: number;
  /** `performance.now()`; -Infinity: never */
  countedAt: number;
  /** Admitted since then by this process, or not yet stored then: they come on top. */
  added: number;
  /** Admitted, and not yet known to be stored. */
  onTheWay: number;
  counting: Promise<void> | undefined;
  /** Set while an operator has closed the queue. */
  closed: Hold | undefined;
}

/**
 * Refuses what a queue does not take: more than its MAX_QUEUE_LENGTH, anything while it is closed or the broker's memory
 * is nearly full. What nobody gets round to executing
 * only fills the broker, until it can take nothing any more. Only new work from outside is refused. A task that runs may
 * always submit what it needs to come to its end, and what was accepted once (a retry, a redrive, a delay that is over)
 * may always come back.
 *
 * While a queue is far from full the last count and this process's own submits decide, and nothing is asked of the
 * broker. Near to its limit every submit counts first: then only what other processes submit within the same round trip
 * can exceed it.
 */
@Injectable()
export class Backpressure implements OnModuleInit {
  private readonly lengths: ReadonlyMap<QueueName, Length>;
  private isLifted = false;

  constructor(
    private readonly broker: Broker,
    private readonly queues: Queues,
    private readonly memory: MemoryLimit,
    private readonly holds: QueueHolds,
    private readonly config: Config,
  ) {
    const unknown = () => ({
      counted: 0,
      countedAt: -Infinity,
      added: 0,
      onTheWay: 0,
      counting: undefined,
      closed: undefined,
    });
    this.lengths = new Map(queueNames.map((name) => [name, unknown()]));
  }

  onModuleInit(): void {
    // The next submit looks at the queue before it is admitted: it was closed or opened here just now.
    this.holds.onChange((queue) => (this.length(queue).countedAt = -Infinity));
  }

  /** In a worker: whatever is submitted there follows from work that was accepted. */
  lift(): void {
    this.isLifted = true;
  }

  /**
   * Those of some groups, in their order, for which their queues have room: for all of a group or for nothing of it.
   * They count as waiting from now on; `settle` is to be called when that is over, however it ended.
   */
  async admit<G extends readonly Queued[]>(groups: readonly G[]): Promise<readonly G[]> {
    const jobs = groups.flat();
    if (this.isLifted || jobs.every(({ options }) => options.parentId !== undefined)) return groups;
    const counts = [...countByQueue(jobs)].map(([queue, count]) => this.refresh(queue, count));
    const looking = [...counts, this.refreshMemory()].filter((look) => look !== undefined);
    if (looking.length > 0) await Promise.all(looking);
    if (this.memory.isFull) return [];
    return groups.filter((group) => this.takeRoom(countByQueue(group)));
  }

  settle(jobs: readonly Queued[]): void {
    for (const [queue, count] of countByQueue(jobs)) {
      const length = this.length(queue);
      length.onTheWay = Math.max(0, length.onTheWay - count); // of a task that runs nothing was counted
    }
  }

  refusal(queue: QueueName): QueueFullError {
    const { closed } = this.length(queue);
    if (closed !== undefined) return new QueueClosedError(queue, closed.by, closed.reason);
    return this.memory.refusal(queue) ?? new QueueFullError(queue, this.config.maxQueueLength[queue]);
  }

  private refreshMemory(): Promise<unknown> | undefined {
    return this.broker.producer.status === 'ready' ? this.memory.refresh() : undefined;
  }

  /** Counts first where it could matter, and in passing where the last count is old. */
  private refresh(queue: QueueName, wanted: number): Promise<void> | undefined {
    // Nothing can be counted, and nothing can be stored either: that is said by whoever tries.
    if (this.broker.producer.status !== 'ready') return undefined;
    const { countedAt } = this.length(queue);
    const near = Math.max(NEAR_TASKS, this.config.maxQueueLength[queue] * NEAR_SHARE);
    const age = performance.now() - countedAt;
    if (age > STALE_MS || this.room(queue) - wanted < near) return this.count(queue);
    if (age > FRESH_MS) this.count(queue).catch(() => undefined); // as above
    return undefined;
  }

  /** Looking and taking are one step: nobody comes between. */
  private takeRoom(wanted: ReadonlyMap<QueueName, number>): boolean {
    for (const [queue, count] of wanted) if (count > this.room(queue)) return false;
    for (const [queue, count] of wanted) {
      const length = this.length(queue);
      length.added += count;
      length.onTheWay += count;
    }
    return true;
  }

  private room(queue: QueueName): number {
    const { counted, added, closed } = this.length(queue);
    if (closed !== undefined) return 0;
    return this.config.maxQueueLength[queue] - counted - added;
  }

  /** One count at a time: who comes meanwhile waits for the same. */
  private async count(queue: QueueName): Promise<void> {
    const length = this.length(queue);
    length.counting ??= this.ask(queue, length).finally(() => (length.counting = undefined));
    return length.counting;
  }

  private async ask(queue: QueueName, length: Length): Promise<void> {
    const counting = this.broker.ask(this.queues.get(queue).getJobCounts(...WAITING));
    const [counts, closed] = await Promise.all([counting, this.holds.find('closed', queue)]);
    length.closed = closed;
    length.counted = Object.values(counts).reduce((total, number) => total + number, 0);
    length.countedAt = performance.now();
    // What is on its way may be counted already: for a moment the queue seems longer than it is, never shorter.
    length.added = length.onTheWay;
  }

  private length(queue: QueueName): Length {
    const length = this.lengths.get(queue);
    if (length === undefined) throw new Error(`There is no queue ${queue}`);
    return length;
  }
}

function countByQueue(jobs: readonly Queued[]): Map<QueueName, number> {
  const counts = new Map<QueueName, number>();
  for (const { task } of jobs) counts.set(task.queue, (counts.get(task.queue) ?? 0) + 1);
  return counts;
}
