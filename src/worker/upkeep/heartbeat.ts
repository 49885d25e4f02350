import { Injectable, Logger } from '@nestjs/common';
import { WorkerDirectory } from '../../core/workers/worker-directory.js';
import { WorkerReportBuilder } from './worker-report-builder.js';
import { WorkerIdentity } from './worker-identity.js';

const INTERVAL_MS = 5_000;

/** Tells the others that this worker is there and how it is, for as long as it is. */
@Injectable()
export class Heartbeat {
  private readonly logger = new Logger('Worker');
  private timer: NodeJS.Timeout | undefined;
  private isOver = false;

  constructor(
    private readonly directory: WorkerDirectory,
    private readonly reporter: WorkerReportBuilder,
    private readonly identity: WorkerIdentity,
  ) {}

  start(): void {
    if (this.isOver) return;
    this.timer = setInterval(() => void this.beat(), INTERVAL_MS);
    void this.beat();
  }

  /** From here on no beat goes out: one behind the withdrawal would leave a worker that is lost for a day. */
  async stop(): Promise<void> {
    this.isOver = true;
    if (this.timer === undefined) return;
    clearInterval(this.timer);
    this.timer = undefined;
    await this.directory.withdraw(this.identity.id).catch(() => undefined); // the lease ends by itself
  }

  /**
   * Says now how the worker is. A beat that fails is no event: the broker's absence is logged by Broker, and the next
   * beat is near.
   */
  async beat(): Promise<void> {
    if (!this.timer) return;
    await this.directory
      .announce(this.reporter.report())
      .catch((error: unknown) => this.logger.debug(`No heartbeat: ${String(error)}`));
  }
}
