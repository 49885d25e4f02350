import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import type { Worker } from 'bullmq';
import { Config } from '../config/config.js';
import { Consumers } from './consumers.js';
import { Heartbeat } from './heartbeat.js';
import { Sweeper } from './sweeper.js';
import { TaskRunner } from './task-runner.js';

/** After the deadline the tasks are given back; what has not let go by then is left to the stall check. */
const GIVE_BACK_MS = 2_000;

/**
 * Starts the consuming and drains it. Draining happens in `beforeApplicationShutdown`, while queues, connections and
 * pools are still open, so that a task that is ending can still submit, store and send.
 */
@Injectable()
export class WorkerLifecycle implements BeforeApplicationShutdown {
  private readonly logger = new Logger('Worker');
  private workers: Worker[] = [];

  constructor(
    private readonly consumers: Consumers,
    private readonly runner: TaskRunner,
    private readonly heartbeat: Heartbeat,
    private readonly sweeper: Sweeper,
    private readonly config: Config,
  ) {}

  start(): void {
    this.workers = this.consumers.start();
    this.heartbeat.start();
    this.sweeper.start();
  }

  /**
   * Takes nothing new, waits for what runs up to SHUTDOWN_TIMEOUT_MS, then gives the rest back to the queues, where
   * it starts again at once, with no attempt counted.
   */
  async beforeApplicationShutdown(): Promise<void> {
    this.sweeper.stop();
    const closed = Promise.all(this.workers.map((worker) => worker.close()));
    if (!(await endsWithin(closed, this.config.shutdownTimeoutMs))) {
      this.logger.warn('The time to stop is over: giving the running tasks back to their queues');
      this.runner.giveBackAll();
      if (!(await endsWithin(closed, GIVE_BACK_MS))) this.logger.warn('Some tasks did not let go');
    }
    await this.heartbeat.stop();
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
