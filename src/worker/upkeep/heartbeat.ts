import { Injectable, Logger } from '@nestjs/common';
import { Deploys } from '../../core/workers/deploys.js';
import { WorkerDirectory } from '../../core/workers/worker-directory.js';
import { WorkerReportBuilder } from './worker-report-builder.js';
import { WorkerIdentity } from './worker-identity.js';
import { WorkerOptions } from '../worker-options.js';

/** Announces this worker's presence and state for as long as it lives. */
@Injectable()
export class Heartbeat {
  private readonly logger = new Logger('Worker');
  private timer: NodeJS.Timeout | undefined;
  private isOver = false;
  /** True once the version of this worker is recorded as a deploy, if it is one. */
  private hasArrived = false;

  constructor(
    private readonly directory: WorkerDirectory,
    private readonly reporter: WorkerReportBuilder,
    private readonly identity: WorkerIdentity,
    private readonly options: WorkerOptions,
    private readonly deploys: Deploys,
  ) {}

  start(): void {
    if (this.isOver) return;
    this.timer = setInterval(() => void this.beat(), this.options.heartbeatMs);
    void this.beat();
  }

  /** Stops the heartbeat for good: one after the withdrawal would leave a lost worker in the list for a day. */
  async stop(): Promise<void> {
    this.isOver = true;
    if (this.timer === undefined) return;
    clearInterval(this.timer);
    this.timer = undefined;
    await this.directory.withdraw(this.identity.id).catch(() => undefined); // the lease expires
  }

  /**
   * Sends a heartbeat now. A failed one is not an event: Broker logs that the broker is unavailable, and the next
   * heartbeat is soon.
   */
  async beat(): Promise<void> {
    if (!this.timer) return;
    await this.announce().catch((error: unknown) => this.logger.debug(`Heartbeat failed: ${String(error)}`));
  }

  private async announce(): Promise<void> {
    const report = this.reporter.report();
    await this.directory.announce(report, this.options.leaseMs);
    if (this.hasArrived) return;
    await this.deploys.arrived(report);
    this.hasArrived = true;
  }
}
