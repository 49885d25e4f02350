import type { LoggerService } from '@nestjs/common';
import { isFault, isUnavailability } from '../../core/redis/unavailability.js';

/** How long an error is not said again that a worker meets again and again. */
const SILENT_MS = 60_000;

/**
 * Says what goes wrong in BullMQ's workers, once a minute. Errors that mean that the broker is away, or has to be put
 * right, are said by Broker and BrokerFaults already.
 */
export class WorkerErrors {
  private readonly said = new Map<string, number>();

  constructor(
    private readonly logger: Pick<LoggerService, 'warn' | 'debug'>,
    private readonly now: () => number = () => performance.now(),
  ) {}

  say(queue: string, error: Error): void {
    const line = `${queue}: ${error.message}`;
    if (isUnavailability(error) || isFault(error) || this.isKnown(line)) this.logger.debug?.(line);
    else this.logger.warn(`The worker of the queue ${line}`);
  }

  private isKnown(line: string): boolean {
    const kind = line.replace(/[\da-f-]{8,}|\d+/gi, '…'); // ids and numbers make no other error
    const before = this.said.get(kind);
    const now = this.now();
    if (before !== undefined && now - before < SILENT_MS) return true;
    if (this.said.size > 100) this.said.clear();
    this.said.set(kind, now);
    return false;
  }
}
