import { Injectable, Logger } from '@nestjs/common';
import type { ApiKey } from '../../platform/config/settings/access.js';

/** A key that is used all day gets a line an hour, so that the log tells which keys nobody uses any more. */
const LINE_EVERY_MS = 3_600_000;

/** Says in the log when a key was used: at its first use in this process, then at most once an hour. */
@Injectable()
export class KeyUses {
  private readonly logger = new Logger('Auth');
  /** By the name of the key, so at most one entry for each that is configured. */
  private readonly saidAt = new Map<string, number>();

  note({ name, role }: ApiKey, now = Date.now()): void {
    const last = this.saidAt.get(name);
    if (last !== undefined && now - last < LINE_EVERY_MS) return;
    this.saidAt.set(name, now);
    this.logger.log(`The API key ${name} is in use`, { key: name, role });
  }
}
