import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import type { Worker } from 'bullmq';
import { Config } from '../config/config.js';
import { Attempts } from './attempts.js';
import { Consumers } from './consumers.js';
import { Upkeep } from './upkeep.js';
import { ThreadPool } from './thread-pool.js';

/** After the deadline the tasks are given back; what has not let go by then is left to the stall check. */
const GIVE_BACK_MS = 2_000;

/**
 * Starts the consuming and drains it. Draining happens in `beforeApplicationShutdown`, while queues, connections and
 * pools are still open, so that a task that is ending can still submit, store and send.
 */
@Injectable()
export class WorkerLifecycle implements BeforeApplicationShutdown {
  private readonly logger = new Logger('Worker');
  /** BullMQ's workers, one a queue; none until `start`. */
  consuming: readonly Worker[] = [];

  constructor(
    private readonly consumers: Consumers,
    private readonly attempts: Attempts,
    private readonly threads: ThreadPool,
    private readonly upkeep: Upkeep,
    private readonly config: Config,
  ) {}

  /** @param threadFile the module that a thread of this worker runs, see `ThreadPool.use` */
  start(threadFile: URL): void {
    this.threads.use(threadFile);
    this.upkeep.start();
    this.consuming = this.consumers.start();
  }

  /**
   * Takes nothing new, waits for what runs up to SHUTDOWN_TIMEOUT_MS, then gives the rest back to the queues, where
   * it starts again at once, with no attempt counted.
   */
  async beforeApplicationShutdown(): Promise<void> {
    this.upkeep.stop();
    const closed = Promise.all(this.consuming.map((worker) => worker.close()));
    if (!(await endsWithin(closed, this.config.shutdownTimeoutMs))) {
      this.logger.warn('The time to stop is over: giving the running tasks back to their queues');
      this.attempts.giveBackAll();
      if (!(await endsWithin(closed, GIVE_BACK_MS))) this.logger.warn('Some tasks did not let go');
    }
    await this.threads.close();
    await this.upkeep.withdraw();
  }
}

async function endsWithin(work: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), ms)));
  const ended = work.then(
    () => true,
    () => true, // a broker that is gone: there is nothing left to wait for
  );
  return Promise.race([ended, late]).finally(() => clearTimeout(timer));
}
