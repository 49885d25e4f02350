import { Injectable, Logger } from '@nestjs/common';
import { BridgeEnds } from '../../../core/index.js';

/** Settles ends that were told, those of a turn of the event loop together. */
@Injectable()
export class SettledEnds {
  private readonly logger = new Logger('CeleryEgress');
  private entries: string[] = [];
  private settling: Promise<void> = Promise.resolve();

  constructor(private readonly ends: BridgeEnds) {}

  add(entry: string): void {
    if (this.entries.length === 0) setImmediate(() => void this.flush());
    this.entries.push(entry);
  }

  /** Resolves when everything so far is settled. Never rejects: what is not settled is told again. */
  async flush(): Promise<void> {
    const entries = this.entries.splice(0);
    const before = this.settling;
    this.settling = this.settle(entries).then(() => before);
    await this.settling;
  }

  private async settle(entries: readonly string[]): Promise<void> {
    try {
      if (entries.length > 0) await this.ends.settle('celery', entries);
    } catch (error) {
      this.logger.warn(
        `${entries.length} ends were told to Celery, but remain and are told again: ${String(error)}`,
      );
    }
  }
}
