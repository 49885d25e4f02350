import { Injectable } from '@nestjs/common';
import { WorkerOptions } from '../worker-options.js';
import { JobCommands } from '../../core/bullmq/job-commands.js';
import type { TaskJob } from '../../core/bullmq/task-job.js';
import { TaskOutput } from '../../core/read/task-output.js';
import { TaskQueue } from '../../core/submit/task-queue.js';
import { TaskCancelledError } from '../../core/task/task-outcome.js';
import { HeldError, LockLostError } from './attempt.errors.js';
import { Attempt } from './attempt.js';

/** Delay of a task whose earlier run in this process has not ended. */
const RETAKE_MS = 5_000;
/** A lock with less than this share of its time left is checked. BullMQ renews at half-time at the latest. */
const UNSURE_SHARE = 0.25;

/** The running attempts of this process. */
@Injectable()
export class Attempts {
  /**
   * An array, as long as the concurrency. With constant turnover, V8's Map leaves tables behind that keep each other
   * alive, and every attempt with them, until a full garbage collection: that cost a tenth of a worker's speed and half
   * its memory.
   */
  private readonly active: Attempt[] = [];
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly notes: TaskOutput,
    private readonly control: JobCommands,
    private readonly options: WorkerOptions,
    private readonly taskQueue: TaskQueue,
  ) {}

  /**
   * Registers the attempt, so that it can be asked to stop.
   *
   * If a task's lock was lost, this process can receive the task again while its first run continues. A second run
   * beside it would lose its lock when the first ends, and so on, so the task is delayed instead.
   */
  begin(job: TaskJob): Attempt {
    const attempt = new Attempt(job, this.notes, this.options.lockMs, this.taskQueue);
    const isAgain = !attempt.isFirst && this.of(attempt.id) !== undefined;
    if (isAgain) attempt.stop(new HeldError(Date.now() + RETAKE_MS));
    else this.active.push(attempt);
    return attempt;
  }

  end(attempt: Attempt): void {
    const at = this.active.indexOf(attempt);
    if (at >= 0) this.active.splice(at, 1);
    for (const resolve of this.waiting.splice(0)) resolve();
  }

  /** Resolves when the next attempt has ended. */
  nextEnd(): Promise<void> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  /** All running attempts. */
  running(): readonly Attempt[] {
    return this.active;
  }

  /** Asks a task to stop, if it runs in this process. */
  cancel(id: string, reason: string): void {
    this.of(id)?.stop(new TaskCancelledError(reason));
  }

  /** BullMQ has renewed these tasks' locks. */
  renewed(ids: readonly string[]): void {
    const lockedUntil = performance.now() + this.options.lockMs;
    for (const id of ids) {
      const attempt = this.of(id);
      if (attempt) attempt.lockedUntil = lockedUntil;
    }
  }

  /**
   * Tries to retake the lock of a task that could not be renewed. If another worker may have it, the task is asked to
   * stop.
   */
  async reclaim(id: string): Promise<void> {
    const attempt = this.of(id);
    if (attempt && !(await this.take(attempt))) attempt.stop(new LockLostError());
  }

  /**
   * Whether a finished attempt may be recorded. Its lock may have expired after a block of the event loop or while the
   * broker was unavailable; it is retaken unless another worker has the task. The broker is asked only in that case.
   */
  holds(attempt: Attempt): boolean | Promise<boolean> {
    if (attempt.stopReason instanceof LockLostError) return false;
    const isSure = performance.now() < attempt.lockedUntil - this.options.lockMs * UNSURE_SHARE;
    return isSure || this.take(attempt);
  }

  private async take(attempt: Attempt): Promise<boolean> {
    const { queue, id, job } = attempt;
    try {
      return await this.control.hold(queue, id, job.token ?? '', this.options.lockMs);
    } catch {
      return true; // the connection is closed: BullMQ will notice
    }
  }

  /** Checks whether any running task is to stop, in case a request was missed. */
  async lookForCancelled(): Promise<void> {
    const looks = this.active.map(async ({ id, queue }) => {
      const { cancelReason } = await this.control.decisions(queue, id);
      if (cancelReason !== undefined) this.cancel(id, cancelReason);
    });
    await Promise.all(looks);
  }

  /** Ends every attempt of this process without counting it: the tasks are requeued at once. */
  giveBackAll(): void {
    for (const attempt of this.active) attempt.giveBack();
  }

  private of(id: string): Attempt | undefined {
    return this.active.find((attempt) => attempt.id === id);
  }
}
