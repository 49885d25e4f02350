import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { WorkerOptions } from './worker-options.js';
import { endsWithin } from '../platform/timing/within.js';
import { Attempts } from './attempt/attempts.js';
import { WorkerPool } from './consuming/worker-pool.js';
import { Isolation } from './isolation/isolation.js';
import { WorkerServices } from './upkeep/worker-services.js';

/** After the deadline tasks are requeued; tasks that have not stopped by then are left to the stall check. */
const GIVE_BACK_MS = 2_000;

/**
 * Starts and drains a worker. Draining happens in `beforeApplicationShutdown`, while queues, connections and pools are
 * still open, so that a task that is finishing can still submit, store and send.
 */
@Injectable()
export class WorkerLifecycle implements BeforeApplicationShutdown {
  private readonly logger = new Logger('Worker');
  private endWait: () => void = () => undefined;
  private readonly hurried = new Promise<void>((resolve) => (this.endWait = resolve));

  constructor(
    private readonly pool: WorkerPool,
    private readonly attempts: Attempts,
    private readonly isolation: Isolation,
    private readonly upkeep: WorkerServices,
    private readonly options: WorkerOptions,
  ) {}

  /**
   * Starts taking tasks, and the regular work.
   *
   * @param threadFile entry module of this worker's threads, see `Isolation.use`
   */
  start(threadFile: URL): void {
    this.isolation.use(threadFile);
    this.pool.start();
    this.upkeep.start();
  }

  /** Ends the wait for running tasks. */
  hurry(): void {
    this.endWait();
  }

  /**
   * Takes no new tasks, waits for running ones up to SHUTDOWN_TIMEOUT_MS or until asked to hurry, then requeues the
   * rest, which start again at once without a counted attempt.
   */
  async beforeApplicationShutdown(): Promise<void> {
    this.upkeep.stop();
    const closed = this.pool.closeAll();
    this.upkeep.beat();
    if (!(await endsWithin(closed, this.options.shutdownTimeoutMs, this.hurried))) {
      this.logger.warn('Shutdown timeout reached, requeueing running tasks');
      this.attempts.giveBackAll();
      if (!(await endsWithin(closed, GIVE_BACK_MS))) this.logger.warn('Some tasks did not stop in time');
    }
    await this.pool.settled();
    this.isolation.close();
    await this.upkeep.withdraw();
  }
}
