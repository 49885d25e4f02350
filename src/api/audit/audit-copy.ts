import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { AuditHistories, type AuditHistory } from '../../core/history/audit-history.js';
import { HistoryUnavailableError } from '../../core/history/task-history.js';
import { BrokerUnavailableError } from '../../core/redis/broker.errors.js';
import { AuditLog } from './audit-log.js';

const COPY_EVERY_MS = 5_000;
/** Actions are copied again for this long, in µs, because their outcome comes later. */
const UNSETTLED_US = 300_000_000;

/** Copies the audit log into the history. Every API process does it: what is stored already is not stored again. */
@Injectable()
export class AuditCopy implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Audit');
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly log: AuditLog,
    private readonly histories: AuditHistories,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.tryCopy(), COPY_EVERY_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** @throws HistoryUnavailableError, BrokerUnavailableError */
  async copy(): Promise<void> {
    const history = this.histories.get();
    if (history !== undefined) await this.copyTo(history);
  }

  private async copyTo(history: AuditHistory): Promise<void> {
    const newest = Number((await history.newest()) ?? 0);
    let after = String(Math.max(0, newest - UNSETTLED_US));
    for (;;) {
      const actions = await this.log.newer(after);
      await history.keep(actions);
      const last = actions.at(-1)?.id;
      if (last === undefined) return;
      after = last;
    }
  }

  /** After a failure, the next round copies the same entries. */
  private async tryCopy(): Promise<void> {
    try {
      await this.copy();
    } catch (error) {
      if (error instanceof HistoryUnavailableError || error instanceof BrokerUnavailableError) return;
      this.logger.error(`The audit log was not copied into the history: ${String(error)}`, { err: error });
    }
  }
}
