import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { Injectable } from '@nestjs/common';
import { WorkerOptions } from '../worker-options.js';

/** Identity of this worker process, constant during its life. */
@Injectable()
export class WorkerIdentity {
  readonly id = randomUUID();
  readonly name: string;
  readonly host = hostname();
  readonly pid = process.pid;
  /** ms since 1970 */
  readonly startedAt = Date.now();
  readonly version: string;
  /** Limit of its threads. */
  readonly threads: number;

  constructor(options: WorkerOptions) {
    this.name = options.name;
    this.threads = options.threads;
    this.version = options.version;
  }
}
