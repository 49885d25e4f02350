import { setTimeout as pause } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { Histories, HistoryUnavailableError } from '../../core/index.js';
import { endsWithin } from '../../platform/timing/within.js';
import { HistoryDatabase } from '../database/history-database.js';
import { HistoryRetention } from '../tasks/history-retention.js';
import { Walks } from './walks.js';
import { yieldToTasks } from './yield-to-tasks.js';

const IDLE_MS = 500;
/** Pause after a failure, so that a server that starts is not overrun. */
const RETRY_MS = 1_000;
/** Time that a stopping worker waits for the batch that is being written. */
const STOP_MS = 2_000;

/** Records finished tasks in a worker, for as long as it runs. Started by the worker only. */
@Injectable()
export class Recorder implements BeforeApplicationShutdown {
  private readonly logger = new Logger('History');
  private readonly stopping = new AbortController();
  private ended: Promise<void> = Promise.resolve();
  private problem: string | undefined;

  constructor(
    private readonly database: HistoryDatabase,
    private readonly walks: Walks,
    private readonly retention: HistoryRetention,
    private readonly histories: Histories,
  ) {}

  /** Does nothing without a history. */
  start(): void {
    if (this.database.isConfigured) this.ended = this.run();
  }

  /** Tasks that are not recorded by then are recorded by another worker, or by the next one. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await endsWithin(this.ended, STOP_MS);
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const restMs = await this.round();
      await pause(restMs, undefined, { signal: this.stopping.signal }).catch(() => undefined);
    }
  }

  /** @returns the pause until the next one */
  private async round(): Promise<number> {
    try {
      await this.retention.run();
      const from = performance.now();
      const { behindMs } = await this.walks.step();
      if (this.problem !== undefined) this.logger.log('Finished tasks are recorded again');
      this.problem = undefined;
      if (behindMs === undefined) return IDLE_MS;
      await yieldToTasks(performance.now() - from, behindMs, this.stopping.signal).catch(() => undefined);
      return 0;
    } catch (error) {
      this.histories.counts.failures += 1;
      this.say(error);
      return RETRY_MS;
    }
  }

  /** Logs each problem once. One that is not about a connection is a bug of this service. */
  private say(error: unknown): void {
    const problem = error instanceof Error ? error.message : String(error);
    if (problem === this.problem) return;
    this.problem = problem;
    if (error instanceof HistoryUnavailableError) this.logger.warn(`${problem}. Trying again`);
    else this.logger.error(`Recording failed; trying again: ${problem}`);
  }
}
