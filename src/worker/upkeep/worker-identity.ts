import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';

/** Identity of this worker process, constant during its life. */
@Injectable()
export class WorkerIdentity {
  readonly id = randomUUID();
  readonly name: string;
  readonly host = hostname();
  readonly pid = process.pid;
  /** ms since 1970 */
  readonly startedAt = Date.now();

  constructor(config: Config) {
    this.name = config.workerName;
  }
}
