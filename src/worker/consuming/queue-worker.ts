import { setImmediate, setTimeout as pause } from 'node:timers/promises';
import { type Job, type Processor, Worker, type WorkerOptions } from 'bullmq';
import type { Cluster, Redis } from 'ioredis';
import { marker, queueKey } from '../../core/bullmq/layout.js';
import { isFault } from '../../core/redis/unavailability.js';
import { EndNotRecordedError, type HarmedQueue } from './harmed-queue.js';

/** A `blockUntil` in the past, other than 0, which BullMQ treats as unset. */
const AT_ONCE = 1;

/** Pause after an error before the next fetch. */
const PAUSE_MS = 1_000;

/** BullMQ's return value without a task; its type omits it. */
const NONE = undefined as unknown as Job;

/**
 * A BullMQ worker that also records when it last fetched. Under low load it does less work: a task starts before
 * another is fetched, and the completion of a quick task is the only fetch after it.
 */
export class QueueWorker extends Worker {
  /** Time of the last completed fetch (`performance.now()`): at least every 10 s, even when idle. */
  turnedAt = performance.now();
  /** True if the last fetch returned a task and none has succeeded since. */
  private isStarting = false;
  /** The last success since that fetch; recording it also fetches the next task. */
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

  /** @param token of a job's lock */
  hasGiven(token: string): boolean {
    return token.startsWith(`${this.id}:`);
  }

  /**
   * Fetches a task. A task from the last fetch gets its first turn before: if it succeeds in that turn, its completion
   * returns the next task, and no fetch is needed.
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
    // BullMQ's own condition: otherwise it fetches nothing.
    if (this.closing || this.paused || !hasRoom()) return this.recorded(success);
    if (this.isStarting) this.takeMarker();
    this.lastSuccess = this.recorded(success);
    this.lastSuccess.catch(() => this.leaveMarker()); // refused: it fetched nothing
    return this.lastSuccess;
  }

  /** Handles errors of the broker itself, which are not the task's: an unrecorded task is requeued. */
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

  /** Retries an outcome that the broker refuses to record until the broker is repaired. */
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
    this.leaveMarker(); // BullMQ leaves no marker for a job with a priority
    return NONE;
  }

  /**
   * Waits until the queue is repaired. The wait does not count as being stuck. @returns false if the worker closes
   * instead
   */
  private async isMended(harm: HarmedQueue): Promise<boolean> {
    await harm.mended(() => {
      this.turnedAt = performance.now();
      return this.isClosing();
    });
    return !this.isClosing();
  }

  /**
   * BullMQ retries at once after an error other than a connection error, in the same turn if the error is already
   * known, which would starve the rest of the process.
   */
  private async pauseAfter(error: unknown): Promise<never> {
    await pause(PAUSE_MS);
    throw error;
  }

  private readonly isClosing = (): boolean => this.closing !== undefined;

  /**
   * BullMQ fetches as many tasks as it may run before it starts the first, so a single task waits until the broker has
   * answered that there is no other. It starts its tasks at once if `blockUntil` is set, so that is set here; the next
   * fetch resets it. If BullMQ renames the field, a single task waits again, and nothing else breaks.
   */
  private startAtOnce(): void {
    Reflect.set(this, 'blockUntil', AT_ONCE);
  }

  /**
   * With each task that it returns, BullMQ leaves a marker in case there are more. It wakes a waiting worker, this one
   * included, only to fetch. It is removed if the next command on this connection is a fetch, and left again if that
   * returns a task.
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
