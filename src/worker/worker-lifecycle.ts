import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { Config } from '../platform/config/config.js';
import { endsWithin } from '../platform/timing/within.js';
import { Attempts } from './attempt/attempts.js';
import { WorkerPool } from './consuming/worker-pool.js';
import { Isolation } from './isolation/isolation.js';
import { WorkerServices } from './upkeep/worker-services.js';

/** After the deadline the tasks are given back; what has not let go by then is left to the stall check. */
const GIVE_BACK_MS = 2_000;

/**
 * Starts the consuming and drains it. Draining happens in `beforeApplicationShutdown`, while queues, connections and
 * pools are still open, so that a task that is ending can still submit, store and send.
 */
@Injectable()
export class WorkerLifecycle implements BeforeApplicationShutdown {
  private readonly logger = new Logger('Worker');
  private hurried: () => void = () => undefined;
  private readonly told = new Promise<void>((resolve) => (this.hurried = resolve));

  constructor(
    private readonly consumers: WorkerPool,
    private readonly attempts: Attempts,
    private readonly isolation: Isolation,
    private readonly upkeep: WorkerServices,
    private readonly config: Config,
  ) {}

  /** @param threadFile the module that a thread of this worker runs, see `Isolation.use` */
  start(threadFile: URL): void {
    this.isolation.use(threadFile);
    this.consumers.start();
    this.upkeep.start();
  }

  /** Whoever waits for the running tasks waits no longer. */
  hurry(): void {
    this.hurried();
  }

  /**
   * Takes nothing new, waits for what runs up to SHUTDOWN_TIMEOUT_MS or until it is told to hurry, then gives the rest
   * back to the queues, where it starts again at once, with no attempt counted.
   */
  async beforeApplicationShutdown(): Promise<void> {
    this.upkeep.stop();
    const closed = this.consumers.closeAll();
    this.upkeep.tell();
    if (!(await endsWithin(closed, this.config.shutdownTimeoutMs, this.told))) {
      this.logger.warn('Giving the running tasks back to their queues: the time to stop is over');
      this.attempts.giveBackAll();
      if (!(await endsWithin(closed, GIVE_BACK_MS))) this.logger.warn('Some tasks did not let go');
    }
    await this.consumers.settled();
    this.isolation.close();
    await this.upkeep.withdraw();
  }
}
