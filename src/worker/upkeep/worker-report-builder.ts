import { loadavg } from 'node:os';
import { Injectable } from '@nestjs/common';
import { logLevels } from '../../platform/logging/log-levels.js';
import type { QueueName } from '../../core/task/queue-name.js';
import type { ActiveTask, RunningSummary, WorkerReport } from '../../core/workers/worker-report.js';
import { Attempts } from '../attempt/attempts.js';
import { AttemptCounters } from './attempt-counters.js';
import { WorkerPool } from '../consuming/worker-pool.js';
import { LoopDelay } from './loop-delay.js';
import { WorkerIdentity } from './worker-identity.js';

/** A report is part of every heartbeat, so it stays small, however many tasks run. */
const MAX_ACTIVE = 100;

/** Builds this worker's report. */
@Injectable()
export class WorkerReportBuilder {
  constructor(
    private readonly identity: WorkerIdentity,
    private readonly pool: WorkerPool,
    private readonly attempts: Attempts,
    private readonly tally: AttemptCounters,
    private readonly loop: LoopDelay,
  ) {}

  report(): WorkerReport {
    const { id, name, host, pid, version, startedAt, threads } = this.identity;
    const { rss, heapUsed } = process.memoryUsage();
    const active = this.activeTasks();
    return {
      ...{ id, name, host, pid, version, startedAt },
      state: this.pool.isDraining ? 'draining' : 'online',
      queues: this.pool.queues().map((queue) => ({ ...queue, running: this.runningIn(queue.name) })),
      isClockWrong: this.pool.isClockWrong,
      threads,
      active: active.slice(0, MAX_ACTIVE),
      activeCount: active.length,
      counts: this.tally.counts,
      startsByName: this.tally.startsByName,
      loadAverage: loadavg().map((load) => Math.round(load * 100) / 100),
      resourceUsage: process.resourceUsage(),
      rssBytes: rss,
      heapBytes: heapUsed,
      loopDelayMs: this.loop.take(),
      logLevel: logLevels.describe(),
    };
  }

  private runningIn(queue: QueueName): RunningSummary {
    const starts = this.attempts.running().flatMap((each) => (each.queue === queue ? [each.startedAt] : []));
    const of = (pick: (...values: number[]) => number) => (starts.length > 0 ? pick(...starts) : null);
    return { count: starts.length, oldestSince: of(Math.min), newestSince: of(Math.max) };
  }

  private activeTasks(): ActiveTask[] {
    return this.attempts
      .running()
      .map(({ id, name, number, startedAt }) => ({ id, name, attempt: number, since: startedAt }))
      .sort((a, b) => a.since - b.since);
  }
}
