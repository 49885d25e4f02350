import { Injectable } from '@nestjs/common';
import { WorkerDirectory } from '../../core/index.js';

const FRESH_MS = 10_000;

/** The versions of the workers of the last day, by name. */
@Injectable()
export class WorkerVersions {
  private versions: Promise<ReadonlyMap<string, string>> = Promise.resolve(new Map());
  private askedAt = -Infinity;

  constructor(private readonly directory: WorkerDirectory) {}

  /** As read some seconds ago; empty if they cannot be read. */
  current(): Promise<ReadonlyMap<string, string>> {
    if (performance.now() - this.askedAt > FRESH_MS) {
      this.askedAt = performance.now();
      this.versions = this.read().catch(() => new Map());
    }
    return this.versions;
  }

  /** The newest heartbeat of a name comes first, and decides. */
  private async read(): Promise<ReadonlyMap<string, string>> {
    const workers = await this.directory.all();
    return new Map(workers.reverse().map(({ name, version }) => [name, version]));
  }
}
