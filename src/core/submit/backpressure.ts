import { Injectable, type OnModuleInit } from '@nestjs/common';
import { CoreOptions, DEFAULT_QUEUE_LENGTH } from '../core-options.js';
import type { QueueName } from '../task/queue-name.js';
import { Broker } from '../redis/broker.js';
import { MemoryLimit } from './memory-limit.js';
import { QueueClosedError, QueueFullError } from '../task/queue.errors.js';
import { type Hold, QueueHolds } from '../queues/queue-holds.js';
import { place } from '../bullmq/layout.js';
import { Queues } from '../bullmq/queues.js';

/** Maximum age of a count while the queue is far from full. Tasks added by others in that time may exceed the limit. */
const FRESH_MS = 250;
/** Older counts are not used: a submit after a pause first checks whether the queue was closed. */
const STALE_MS = 1_000;
/** Within this share of its limit, or this many tasks, a queue is counted again for each submit. */
const NEAR_SHARE = 0.1;
const NEAR_TASKS = 100;

/**
 * All tasks that have not started, runnable, paused or delayed: they take as much memory, and a delay must not bypass
 * the limit.
 */
const WAITING = [place.wait, place.prioritized, place.delayed, place.waitingChildren] as const;

/** The relevant parts of a job. */
interface Queued {
  readonly task: { readonly queue: QueueName };
  readonly options: { readonly parentId?: string };
}

/** Local knowledge of a queue's length. */
interface Length {
  /** Number of waiting tasks at the last count. */
  counted: number;
  /** `performance.now()`; -Infinity if never counted */
  countedAt: number;
  /** Tasks added by this process since the last count, or not stored at that time. */
  added: number;
  /** Admitted, but not yet confirmed as stored. */
  onTheWay: number;
  counting: Promise<void> | undefined;
  /** Set while the queue is closed by an operator. */
  closed: Hold | undefined;
}

/**
 * Refuses submits to a queue beyond its MAX_QUEUE_LENGTH, while it is closed, or while the broker's memory is nearly
 * full. Tasks that nobody has capacity to execute only fill the broker until it accepts nothing at all. Only new work
 * from outside is refused: a running task may always submit what it needs, and accepted tasks may always return (a
 * retry, a redrive, a delay that is over).
 *
 * While a queue is far from full, the last count and this process' own submits decide without asking the broker. Near
 * the limit, every submit counts first: only submits of other processes within the same round trip can exceed it.
 */
@Injectable()
export class Backpressure implements OnModuleInit {
  private readonly lengths = new Map<QueueName, Length>();
  private isLifted = false;

  constructor(
    private readonly broker: Broker,
    private readonly queues: Queues,
    private readonly memory: MemoryLimit,
    private readonly holds: QueueHolds,
    private readonly options: CoreOptions,
  ) {}

  onModuleInit(): void {
    const { maxQueueLength } = this.options;
    if (typeof maxQueueLength === 'object')
      this.queues.requireKnown(Object.keys(maxQueueLength), 'maxQueueLength (MAX_QUEUE_LENGTH)');
    // The queue was closed or opened by this process: the next submit checks it first.
    this.holds.onChange((queue) => (this.length(queue).countedAt = -Infinity));
  }

  /** Lifts the limits in a worker: everything submitted there follows from accepted work. */
  lift(): void {
    this.isLifted = true;
  }

  /**
   * Selects groups that fit into their queues, all of a group or none of it. Admitted tasks count as waiting from now
   * on; call `settle` when the submit has ended, successfully or not.
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
      length.onTheWay = Math.max(0, length.onTheWay - count); // submits of running tasks were not counted
    }
  }

  /** The refusal of a task that would be submitted now; undefined if its queue has room. */
  async refusalNow(queue: QueueName): Promise<QueueFullError | undefined> {
    await Promise.all([this.count(queue), this.refreshMemory()]);
    return this.memory.isFull || this.room(queue) < 1 ? this.refusal(queue) : undefined;
  }

  refusal(queue: QueueName): QueueFullError {
    const { closed } = this.length(queue);
    if (closed !== undefined) return new QueueClosedError(queue, closed.by, closed.reason);
    return this.memory.refusal(queue) ?? new QueueFullError(queue, this.limitOf(queue));
  }

  /** The refusal of a group that `admit` left out: of the queue that has no room for its part. */
  refusalOf(group: readonly Queued[]): QueueFullError {
    const wanted = [...countByQueue(group)];
    const [queue = ''] = wanted.find(([name, count]) => count > this.room(name)) ?? wanted[0] ?? [];
    return this.refusal(queue);
  }

  private refreshMemory(): Promise<unknown> | undefined {
    return this.broker.producer.status === 'ready' ? this.memory.refresh() : undefined;
  }

  /** Counts first if it could matter, and in the background if the last count is old. */
  private refresh(queue: QueueName, wanted: number): Promise<void> | undefined {
    // Without a connection nothing can be counted or stored; the submit itself reports that.
    if (this.broker.producer.status !== 'ready') return undefined;
    const { countedAt } = this.length(queue);
    const near = Math.max(NEAR_TASKS, this.limitOf(queue) * NEAR_SHARE);
    const age = performance.now() - countedAt;
    if (age > STALE_MS || this.room(queue) - wanted < near) return this.count(queue);
    if (age > FRESH_MS) this.count(queue).catch(() => undefined); // as above
    return undefined;
  }

  /** Checks and takes in one synchronous step, so nothing can come between. */
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
    return this.limitOf(queue) - counted - added;
  }

  /** One count at a time: concurrent callers share it. */
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
    // Tasks on their way may be in the count already: the queue may briefly seem longer than it is, never shorter.
    length.added = length.onTheWay;
  }

  private length(queue: QueueName): Length {
    const length = this.lengths.get(queue) ?? uncounted();
    this.lengths.set(queue, length);
    return length;
  }

  private limitOf(queue: QueueName): number {
    const { maxQueueLength } = this.options;
    return typeof maxQueueLength === 'number'
      ? maxQueueLength
      : (maxQueueLength[queue] ?? DEFAULT_QUEUE_LENGTH);
  }
}

function uncounted(): Length {
  return {
    counted: 0,
    countedAt: -Infinity,
    added: 0,
    onTheWay: 0,
    counting: undefined,
    closed: undefined,
  };
}

function countByQueue(jobs: readonly Queued[]): Map<QueueName, number> {
  const counts = new Map<QueueName, number>();
  for (const { task } of jobs) counts.set(task.queue, (counts.get(task.queue) ?? 0) + 1);
  return counts;
}
