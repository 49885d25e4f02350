import { Injectable } from '@nestjs/common';
import { type HealthIndicatorFunction, HealthIndicatorService } from '@nestjs/terminus';
import { KnownQueues } from '../../core/task/known-queues.js';
import type { QueueName } from '../../core/task/queue-name.js';
import { WorkerDirectory } from '../../core/workers/worker-directory.js';
import type { WorkerSnapshot } from '../../core/workers/worker-report.js';
import { QueueTrouble } from './queue-trouble.js';

/** Checks whether each queue is being processed. A queue that is not is a warning. */
@Injectable()
export class QueueHealth {
  constructor(
    private readonly indicator: HealthIndicatorService,
    private readonly directory: WorkerDirectory,
    private readonly trouble: QueueTrouble,
    private readonly queues: KnownQueues,
  ) {}

  /** One check per queue. The workers are read once for all, starting now. */
  checks(): HealthIndicatorFunction[] {
    const workers = this.liveWorkers();
    return this.queues.names.map((queue) => async () => this.check(queue, await workers));
  }

  private async liveWorkers(): Promise<WorkerSnapshot[] | undefined> {
    return this.directory.live().catch(() => undefined); // problems of the broker are reported by the check `redis`
  }

  private async check(queue: QueueName, workers: WorkerSnapshot[] | undefined) {
    const session = this.indicator.check(`queue:${queue}`);
    if (workers === undefined) return session.degraded('unknown: the broker is not responding');
    const serving = workers.filter((worker) => serves(worker, queue));
    if (serving.length === 0) return session.degraded({ workers: 0, message: 'no live worker: tasks wait' });
    // Problems of the broker are reported by the check `redis`.
    const message = await this.trouble.find(queue, serving).catch(() => undefined);
    const known = { workers: serving.length };
    return message === undefined ? session.up(known) : session.degraded({ ...known, message });
  }
}

/** True if the worker takes tasks from the queue: an operator may have paused it. */
function serves({ state, queues }: WorkerSnapshot, queue: QueueName): boolean {
  return state === 'online' && queues.some(({ name, isPaused }) => name === queue && !isPaused);
}
