import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { Job } from 'bullmq';
import { NamedError } from '../../platform/errors/named-error.js';
import { WorkerOptions } from '../worker-options.js';
import type { QueueName } from '../../core/task/queue-name.js';
import { BrokerFaults } from '../../core/broker-state/broker-faults.js';
import { JobCommands } from '../../core/bullmq/job-commands.js';
import { isFault } from '../../core/redis/unavailability.js';

/** Interval of tries to record an outcome that the broker has refused. */
const TRY_EVERY_MS = 1_000;
/** Time for which a closing worker still tries: the queue may be repaired just now. */
const LAST_TRIES_MS = 3_000;

/** The outcome could not be recorded before the worker had to stop: the task runs again. */
export class EndNotRecordedError extends NamedError {}

/**
 * Handles a queue with a key of a wrong type or a missing permission: the worker takes nothing, and keeps finished
 * tasks with their locks and places until their outcomes can be recorded. BullMQ's scripts abort halfway in this state:
 * a task could end up nowhere, or fail with the broker's error.
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

  /** Resolves when the queue is repaired or the worker closes. */
  mended(isClosing: () => boolean): Promise<void> {
    return this.faults.mended(this.queue, isClosing);
  }

  /**
   * Records a refused outcome once that is possible.
   *
   * @throws EndNotRecordedError if the worker closes first
   */
  async settle<T>(job: Job, token: string, end: () => Promise<T>, isClosing: () => boolean): Promise<T> {
    let closesAt = Infinity;
    for (;;) {
      await this.keep(job, token);
      if (isClosing()) closesAt = Math.min(closesAt, Date.now() + LAST_TRIES_MS);
      if (Date.now() >= closesAt) throw new EndNotRecordedError(`The outcome of ${job.id} was not recorded`);
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

  /**
   * Restores what an aborted script has removed: the lock, the place among the running tasks, the number of attempts.
   */
  private async keep({ id, attemptsMade }: Job, token: string): Promise<void> {
    if (id === undefined) return;
    await this.control.keepRunning(this.queue, id, token, this.lockMs, attemptsMade).catch(() => undefined);
  }
}

/** Creates a HarmedQueue per queue. */
@Injectable()
export class HarmedQueues {
  constructor(
    private readonly faults: BrokerFaults,
    private readonly control: JobCommands,
    private readonly options: WorkerOptions,
  ) {}

  of(queue: QueueName): HarmedQueue {
    return new HarmedQueue(queue, this.faults, this.control, this.options.lockMs);
  }
}
