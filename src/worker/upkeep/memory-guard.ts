import { Injectable, Logger } from '@nestjs/common';
import { WorkerOptions } from '../worker-options.js';

const LOOK_EVERY_MS = 5_000;
const MIB = 1_048_576;

/**
 * Ends a worker that exceeds WORKER_MAX_RSS_MB, like SIGTERM: it drains and exits with 0, and its supervisor starts a
 * fresh one. A memory leak in a task or a library is then not an outage.
 */
@Injectable()
export class MemoryGuard {
  private readonly logger = new Logger('Worker');
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly options: WorkerOptions) {}

  start(): void {
    const limitMb = this.options.maxRssMb;
    if (limitMb !== undefined) this.timer = setInterval(() => this.look(limitMb), LOOK_EVERY_MS);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private look(limitMb: number): void {
    const rssMb = Math.round(process.memoryUsage.rss() / MIB);
    if (rssMb <= limitMb) return;
    this.stop();
    this.logger.warn(`This worker uses ${rssMb} MiB, more than WORKER_MAX_RSS_MB: draining, then exiting`, {
      rss_mb: rssMb,
      limit_mb: limitMb,
    });
    this.options.shutDown?.();
  }
}
