import { setImmediate } from 'node:timers/promises';
import { type Job, type Processor, Worker, type WorkerOptions } from 'bullmq';
import type { Cluster, Redis } from 'ioredis';

/** A time to look again that is over, and none: BullMQ takes 0 for none. */
const AT_ONCE = 1;

/** The member of BullMQ's set of markers that says that a task waits; another says when a delayed one is due. */
const BASE_MARKER = '0';

/** What BullMQ gives where there is no task; its type forgets that. */
const NONE = undefined as unknown as Job;

/**
 * BullMQ's worker, which also says when it has last looked for a task, and got an answer. Where there is little to do it
 * does less: a task starts before another is looked for, and the end of one that is quick is the only look after it.
 */
export class QueueWorker extends Worker {
  /** `performance.now()` */
  turnedAt = performance.now();
  /** The last look has found a task, and nothing was looked for since. */
  private isStarting = false;
  /** The last success since that look: with it the broker is asked for the next task. */
  private end: Promise<Job> | undefined;

  constructor(
    queue: string,
    processor: Processor,
    private readonly broker: Redis | Cluster,
    options: Omit<WorkerOptions, 'connection'>,
  ) {
    super(queue, processor, { ...options, connection: broker });
  }

  /**
   * Also after every wait for a task, which takes 10 s at most.
   *
   * BullMQ looks for as many tasks as it may run before it starts the first: one that is alone waits until the broker
   * has said that there is no other. It starts what it has where it knows when to look again, so it is told a time. The
   * next look forgets it. Should BullMQ call its field otherwise one day, a lone task waits again, and nothing else.
   */
  protected override async moveToActive(...token: Parameters<Worker['moveToActive']>): Promise<Job> {
    if (this.isStarting) {
      await setImmediate(); // its first turn
      if (this.closing || (await this.end?.then(yes, no))) return NONE;
      this.takeMarker();
    }
    const job = await super.moveToActive(...token);
    this.turnedAt = performance.now();
    this.isStarting = isThere(job);
    this.end = undefined;
    if (this.isStarting) Reflect.set(this, 'blockUntil', AT_ONCE);
    return job;
  }

  protected override handleCompleted(...success: Parameters<Worker['handleCompleted']>): Promise<Job> {
    const [, , , hasRoom = yes] = success;
    if (this.closing || this.paused || !hasRoom()) return super.handleCompleted(...success);
    if (this.isStarting) this.takeMarker();
    this.end = super.handleCompleted(...success);
    return this.end;
  }

  /**
   * With each task that it gives, BullMQ leaves a marker: there may be more. It wakes who waits, this worker too, only to
   * look. Where the next command is a look it is worth nothing, and left again if that finds a task.
   */
  private takeMarker(): void {
    this.isStarting = false;
    this.broker.zrem(this.toKey('marker'), BASE_MARKER).catch(() => undefined);
  }
}

function isThere(job: Job | undefined): boolean {
  return job !== NONE;
}

function yes(): boolean {
  return true;
}

function no(): boolean {
  return false;
}
