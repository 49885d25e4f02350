import { isMainThread } from 'node:worker_threads';
import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { HistoryDatabase } from './history-database.js';

const RETRY_MS = 2_000;

/** Prepares the tables when a process starts, which does not wait for it: until then, the history is unavailable. */
@Injectable()
export class SchemaStart implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('History');
  private timer: NodeJS.Timeout | undefined;
  private isStopped = false;
  private said: string | undefined;

  constructor(private readonly database: HistoryDatabase) {}

  onApplicationBootstrap(): void {
    // A worker's threads leave it to the worker.
    if (this.database.isConfigured && isMainThread) void this.prepare();
  }

  beforeApplicationShutdown(): void {
    this.isStopped = true;
    clearTimeout(this.timer);
  }

  private async prepare(): Promise<void> {
    try {
      await this.database.ready();
      if (this.said !== undefined) this.logger.log('The history answers');
    } catch (error) {
      this.say(error instanceof Error ? error.message : String(error));
      if (!this.isStopped) this.timer = setTimeout(() => void this.prepare(), RETRY_MS);
    }
  }

  private say(problem: string): void {
    if (problem !== this.said) this.logger.warn(`${problem}. Trying again`);
    this.said = problem;
  }
}
