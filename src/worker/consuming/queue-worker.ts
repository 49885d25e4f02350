import { setImmediate, setTimeout as pause } from 'node:timers/promises';
import { type Job, type Processor, Worker, type WorkerOptions } from 'bullmq';
import type { Cluster, Redis } from 'ioredis';
import { marker, queueKey } from '../../core/bullmq/layout.js';
import { isFault } from '../../core/redis/unavailability.js';
import { EndNotRecordedError, type HarmedQueue } from './harmed-queue.js';

/** A time to look again that is over, and none: BullMQ takes 0 for none. */
const AT_ONCE = 1;

/** How long after an error a task is looked for again. */
const PAUSE_MS = 1_000;

/** What BullMQ gives where there is no task; its type forgets that. */
const NONE = undefined as unknown as Job;

/**
 * BullMQ's worker, which also says when it has last looked for a task. Where there is little to do it does less: a task
 * starts before another is looked for, and the end of one that is quick is the only look after it.
 */
export class QueueWorker extends Worker {
  /** When a look for a task was last answered (`performance.now()`): every 10 s at least, however idle it is. */
  turnedAt = performance.now();
  /** The last look has found a task, and none has succeeded since. */
  private isStarting = false;
  /** The last success since that look: with it the broker is asked for the next task. */
  private lastSuccess: Promise<Job> | undefined;

  constructor(
    queue: string,
    processor: Processor,
    private readonly broker: Redis | Cluster,
    options: Omit<WorkerOptions, 'connection'>,
    private readonly harm?: HarmedQueue,
  ) {
    super(queue, processor, { ...options, connection: broker });
  }

  /**
   * Looks for a task. What the last look has found has its first turn before: if a task succeeds in that, what is next
   * comes with its end, and there is nothing to look for.
   */
  protected override async moveToActive(...token: Parameters<Worker['moveToActive']>): Promise<Job> {
    if (this.harm?.isHarmed && !(await this.isMended(this.harm))) return NONE;
    if (this.isStarting) {
      await setImmediate();
      const hasLooked = await this.lastSuccess?.then(yes, no);
      if (hasLooked || this.closing) return NONE;
      this.takeMarker();
    }
    const job = await super.moveToActive(...token).catch((error: unknown) => this.pauseAfter(error));
    this.turnedAt = performance.now();
    this.lastSuccess = undefined;
    this.isStarting = job !== NONE;
    if (this.isStarting) this.startAtOnce();
    return job;
  }

  protected override handleCompleted(...success: Parameters<Worker['handleCompleted']>): Promise<Job> {
    const [, , , hasRoom = yes] = success;
    // The same that BullMQ asks: otherwise it looks for nothing.
    if (this.closing || this.paused || !hasRoom()) return this.recorded(success);
    if (this.isStarting) this.takeMarker();
    this.lastSuccess = this.recorded(success);
    this.lastSuccess.catch(() => this.leaveMarker()); // refused: it has looked for nothing
    return this.lastSuccess;
  }

  /** An error of the broker itself is none of the task: what could not be recorded is given back. */
  protected override handleFailed(...failure: Parameters<Worker['handleFailed']>): Promise<Job> {
    const [error, job, token] = failure;
    if (error instanceof EndNotRecordedError) return Promise.resolve(NONE);
    const record = () => (isFault(error) ? this.giveBack(job, token) : super.handleFailed(...failure));
    return this.settled(record(), job, token, record);
  }

  private recorded(success: Parameters<Worker['handleCompleted']>): Promise<Job> {
    const [, job, token] = success;
    const record = () => super.handleCompleted(...success);
    return this.harm?.isHarmed
      ? this.harm.settle(job, token, record, this.isClosing)
      : this.settled(record(), job, token, record);
  }

  /** Where the broker refuses to record an end, it is recorded when the broker was put right. */
  private settled(
    recording: Promise<Job>,
    job: Job,
    token: string,
    record: () => Promise<Job>,
  ): Promise<Job> {
    const { harm } = this;
    if (harm === undefined) return recording;
    return recording.catch((error: unknown) => {
      if (isFault(error)) return harm.settle(job, token, record, this.isClosing);
      throw error;
    });
  }

  private async giveBack(job: Job, token: string): Promise<Job> {
    await job.moveToWait(token);
    this.leaveMarker(); // BullMQ leaves none for a job with a priority
    return NONE;
  }

  /** Waits until the queue was put right. To wait for others is not to stand still. @returns false: it closes instead */
  private async isMended(harm: HarmedQueue): Promise<boolean> {
    await harm.mended(() => {
      this.turnedAt = performance.now();
      return this.isClosing();
    });
    return !this.isClosing();
  }

  /**
   * BullMQ asks again at once after an error that is not of the connection, in the same turn even where the error is
   * known already: nothing else in the process would ever get a turn.
   */
  private async pauseAfter(error: unknown): Promise<never> {
    await pause(PAUSE_MS);
    throw error;
  }

  private readonly isClosing = (): boolean => this.closing !== undefined;

  /**
   * BullMQ looks for as many tasks as it may run before it starts the first: one that is alone waits until the broker has
   * said that there is no other. It starts what it has where it knows when to look again, so it is told a time. The next
   * look forgets it. Should BullMQ call its field otherwise one day, a lone task waits again, and nothing else.
   */
  private startAtOnce(): void {
    Reflect.set(this, 'blockUntil', AT_ONCE);
  }

  /**
   * With each task that it gives, BullMQ leaves a marker: there may be more. It wakes one who waits, this worker too, only
   * to look. It is not needed where the next command on this connection is a look, and left again if that finds a task.
   */
  private takeMarker(): void {
    this.isStarting = false;
    this.broker.zrem(this.toKey(queueKey.marker), marker.base).catch(ignore);
  }

  private leaveMarker(): void {
    this.broker.zadd(this.toKey(queueKey.marker), 0, marker.base).catch(ignore);
  }
}

const yes = (): boolean => true;
const no = (): boolean => false;
const ignore = (): void => undefined;
