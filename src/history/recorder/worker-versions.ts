import { Injectable } from '@nestjs/common';
import { WorkerDirectory } from '../../core/index.js';

const FRESH_MS = 10_000;

/** The versions of workers, read at most once in 10 s: a batch of tasks needs them. */
@Injectable()
export class WorkerVersions {
  private versions: Promise<ReadonlyMap<string, string>> = Promise.resolve(new Map());
  private askedAt = -Infinity;

  constructor(private readonly directory: WorkerDirectory) {}

  /** Up to 10 s old; empty if they cannot be read. */
  current(): Promise<ReadonlyMap<string, string>> {
    if (performance.now() - this.askedAt > FRESH_MS) {
      this.askedAt = performance.now();
      this.versions = this.directory.versions().catch(() => new Map());
    }
    return this.versions;
  }
}
