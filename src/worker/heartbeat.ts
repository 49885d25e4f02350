import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { Injectable, Logger } from '@nestjs/common';
import { Config } from '../config/config.js';
import { WorkerDirectory, type WorkerRecord } from '../queue/worker-directory.js';

const INTERVAL_MS = 5_000;

/** Tells the others that this worker is there, for as long as it is. */
@Injectable()
export class Heartbeat {
  private readonly logger = new Logger('Worker');
  private readonly record: WorkerRecord;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly directory: WorkerDirectory,
    config: Config,
  ) {
    this.record = {
      id: randomUUID(),
      name: config.workerName,
      host: hostname(),
      pid: process.pid,
      queues: config.workerQueues,
      started_at: new Date().toISOString(),
    };
  }

  start(): void {
    void this.beat();
    this.timer = setInterval(() => void this.beat(), INTERVAL_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    if (this.timer) await this.directory.withdraw(this.record.id).catch(() => undefined); // the lease ends by itself
  }

  /** A beat that fails is no event: the broker's absence is logged by Broker, and the next beat is near. */
  private async beat(): Promise<void> {
    await this.directory
      .announce(this.record)
      .catch((error: unknown) => this.logger.debug(`No heartbeat: ${String(error)}`));
  }
}
