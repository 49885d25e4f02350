import type { LoggerService } from '@nestjs/common';
import { isFault, isUnavailability } from '../../core/redis/unavailability.js';

/** Interval before a recurring error is logged again. */
const SILENT_MS = 60_000;

/**
 * Logs errors of BullMQ's workers, each at most once a minute. Errors that mean an unavailable or broken broker are
 * already logged by Broker and BrokerFaults.
 */
export class WorkerErrors {
  private readonly said = new Map<string, number>();

  constructor(private readonly logger: Pick<LoggerService, 'warn' | 'debug'>) {}

  say(queue: string, error: Error): void {
    const line = `${queue}: ${error.message}`;
    if (isUnavailability(error) || isFault(error) || this.isKnown(line)) this.logger.debug?.(line);
    else this.logger.warn(`The worker of the queue ${line}`);
  }

  private isKnown(line: string): boolean {
    const kind = line.replace(/[\da-f-]{8,}|\d+/gi, '…'); // ids and numbers do not make a different error
    const before = this.said.get(kind);
    const now = performance.now();
    if (before !== undefined && now - before < SILENT_MS) return true;
    if (this.said.size > 100) this.said.clear();
    this.said.set(kind, now);
    return false;
  }
}
