import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { Job } from 'bullmq';
import { Config } from '../../platform/config/config.js';
import type { QueueName } from '../../platform/config/queue-names.js';
import { BrokerFaults } from '../../core/broker-state/broker-faults.js';
import { JobCommands } from '../../core/bullmq/job-commands.js';
import { isFault } from '../../core/redis/unavailability.js';

/** How often it is tried to record an end that the broker has refused. */
const TRY_EVERY_MS = 1_000;
/** For so long a worker that closes still tries: the queue may be put right just now. */
const LAST_TRIES_MS = 3_000;

/** An end could not be recorded before the worker had to stop: the task runs again. */
export class EndNotRecordedError extends Error {
  override readonly name = 'EndNotRecordedError';
}

/**
 * What a worker does while a key of its queue has a wrong type, or a right is missing: it takes nothing, and keeps what
 * has ended, its lock and its place, until the end can be recorded. BullMQ's scripts stop in the middle there: one would
 * leave a task that is nowhere, and the error of the broker would become that of the task.
 */
export class HarmedQueue {
  constructor(
    private readonly queue: QueueName,
    private readonly faults: BrokerFaults,
    private readonly control: JobCommands,
    private readonly lockMs: number,
  ) {}

  get isHarmed(): boolean {
    return this.faults.harms(this.queue);
  }

  /** Resolves when it is not harmed any more, or the worker closes. */
  mended(isClosing: () => boolean): Promise<void> {
    return this.faults.mended(this.queue, isClosing);
  }

  /**
   * Records an end that was refused, when that is possible.
   *
   * @throws EndNotRecordedError when the worker closes before
   */
  async settle<T>(job: Job, token: string, end: () => Promise<T>, isClosing: () => boolean): Promise<T> {
    let closesAt = Infinity;
    for (;;) {
      await this.keep(job, token);
      if (isClosing()) closesAt = Math.min(closesAt, Date.now() + LAST_TRIES_MS);
      if (Date.now() >= closesAt) throw new EndNotRecordedError(`The end of ${job.id} was not recorded`);
      await pause(TRY_EVERY_MS);
      await this.faults.refresh().catch(() => undefined);
      if (this.isHarmed) continue;
      try {
        return await end();
      } catch (error) {
        if (!isFault(error)) throw error;
      }
    }
  }

  /** What a script has taken away before it stopped: the lock, the place among those that run, the count of attempts. */
  private async keep({ id, attemptsMade }: Job, token: string): Promise<void> {
    if (id === undefined) return;
    await this.control.keepRunning(this.queue, id, token, this.lockMs, attemptsMade).catch(() => undefined);
  }
}

/** Makes them. */
@Injectable()
export class HarmedQueues {
  constructor(
    private readonly faults: BrokerFaults,
    private readonly control: JobCommands,
    private readonly config: Config,
  ) {}

  of(queue: QueueName): HarmedQueue {
    return new HarmedQueue(queue, this.faults, this.control, this.config.workerLockMs);
  }
}
