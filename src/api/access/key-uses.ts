import { Injectable, Logger } from '@nestjs/common';
import type { ApiKey } from '../../platform/config/settings/access.js';

/** One log line per key and hour, so that the log shows which keys are unused. */
const LINE_EVERY_MS = 3_600_000;

/** Logs the use of a key: its first use in this process, then at most once an hour. */
@Injectable()
export class KeyUses {
  private readonly logger = new Logger('Auth');
  /** By key name: at most one entry per configured key. */
  private readonly saidAt = new Map<string, number>();

  note({ name, role }: Pick<ApiKey, 'name' | 'role'>): void {
    const now = Date.now();
    const last = this.saidAt.get(name);
    if (last !== undefined && now - last < LINE_EVERY_MS) return;
    this.saidAt.set(name, now);
    this.logger.log(`API key ${name} is in use`, { key: name, role });
  }
}
