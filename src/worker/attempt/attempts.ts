import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { JobCommands } from '../../core/bullmq/job-commands.js';
import type { TaskJob } from '../../core/bullmq/task-job.js';
import { TaskOutput } from '../../core/read/task-output.js';
import { TaskCancelledError } from '../../core/task/task-outcome.js';
import { HeldError, LockLostError } from './attempt.errors.js';
import { Attempt } from './attempt.js';

/** How long a task is put off whose first run in this process has not ended. */
const RETAKE_MS = 5_000;
/** So near to its end, as a share of its whole time, a lock is looked at. BullMQ renews after a half at the latest. */
const UNSURE_SHARE = 0.25;

/** The attempts that go on in this process. */
@Injectable()
export class Attempts {
  /**
   * As many as run at once. Where entries come and go all the time, V8's Map leaves tables behind that keep each other
   * alive, and each attempt with them, until all garbage is collected: that cost a tenth of a worker, and half its memory.
   */
  private readonly active: Attempt[] = [];
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly notes: TaskOutput,
    private readonly control: JobCommands,
    private readonly config: Config,
  ) {}

  /**
   * From here on the attempt is found by who wants to stop it.
   *
   * When the lock of a task was lost, this process can be given the task again while its first run still goes on. A
   * second run beside it would lose its lock with the end of the first, and so on: the task is put off instead.
   */
  begin(job: TaskJob): Attempt {
    const attempt = new Attempt(job, this.notes, this.config.workerLockMs);
    const isAgain = !attempt.isFirst && this.of(attempt.id) !== undefined;
    if (isAgain) attempt.stop(new HeldError(Date.now() + RETAKE_MS));
    else this.active.push(attempt);
    return attempt;
  }

  end(attempt: Attempt): void {
    const at = this.active.indexOf(attempt);
    if (at >= 0) this.active.splice(at, 1);
    for (const tell of this.waiting.splice(0)) tell();
  }

  /** Resolves when the next of them has ended. */
  nextEnd(): Promise<void> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  /** Those that go on now. */
  running(): readonly Attempt[] {
    return this.active;
  }

  /** Tells a task to stop, if it runs in this process. */
  cancel(id: string, reason: string): void {
    this.of(id)?.stop(new TaskCancelledError(reason));
  }

  /** BullMQ has renewed the locks of these. */
  renewed(ids: readonly string[]): void {
    const lockedUntil = performance.now() + this.config.workerLockMs;
    for (const id of ids) {
      const attempt = this.of(id);
      if (attempt) attempt.lockedUntil = lockedUntil;
    }
  }

  /** The lock of a task could not be renewed: it is taken again, or else the task told to stop, as another worker may have it. */
  async reclaim(id: string): Promise<void> {
    const attempt = this.of(id);
    if (attempt && !(await this.take(attempt))) attempt.stop(new LockLostError());
  }

  /**
   * Whether an attempt that has come to its end may be recorded. After a block of the event loop, or without the broker,
   * its lock may have run out: while nobody has taken the task, it is taken again. Only then the broker is asked.
   */
  holds(attempt: Attempt): boolean | Promise<boolean> {
    if (attempt.stopReason instanceof LockLostError) return false;
    const isSure = performance.now() < attempt.lockedUntil - this.config.workerLockMs * UNSURE_SHARE;
    return isSure || this.take(attempt);
  }

  private async take(attempt: Attempt): Promise<boolean> {
    const { queue, id, job } = attempt;
    try {
      return await this.control.hold(queue, id, job.token ?? '', this.config.workerLockMs);
    } catch {
      return true; // the connection is closed: BullMQ will see
    }
  }

  /** Looks up whether one of the running tasks is to stop: requests may have gone unheard. */
  async lookForCancelled(): Promise<void> {
    const looks = this.active.map(async ({ id, queue }) => {
      const { cancelReason } = await this.control.decisions(queue, id);
      if (cancelReason !== undefined) this.cancel(id, cancelReason);
    });
    await Promise.all(looks);
  }

  /** Ends every attempt of this process without counting it: its tasks go back to their queues at once. */
  giveBackAll(): void {
    for (const attempt of this.active) attempt.giveBack();
  }

  private of(id: string): Attempt | undefined {
    return this.active.find((attempt) => attempt.id === id);
  }
}
