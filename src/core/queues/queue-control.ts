import { Injectable } from '@nestjs/common';
import type { QueueName } from '../task/queue-name.js';
import { Broker } from '../redis/broker.js';
import { type Hold, QueueHolds } from './queue-holds.js';
import { Queues } from '../bullmq/queues.js';

export interface QueueSettings {
  /** Maximum number of running tasks across all workers; null means only the workers' own limits. */
  readonly concurrency: number | null;
  /** Maximum number of starts across all workers; null means no limit. */
  readonly rate: { readonly max: number; readonly durationMs: number } | null;
}

/** The state of a queue as operators have set it. */
export interface QueueControls {
  readonly isPaused: boolean;
  /** Time and client of the pause; null if the queue is not paused or this is unknown. */
  readonly pause: Hold | null;
  /** Time and client of the closing; null if the queue accepts tasks. */
  readonly closed: Hold | null;
  readonly limits: QueueSettings;
}

/** Controls how a queue is processed and whether it accepts tasks, for all processes, until it is changed again. */
@Injectable()
export class QueueControl {
  constructor(
    private readonly broker: Broker,
    private readonly queues: Queues,
    private readonly holds: QueueHolds,
  ) {}

  async read(name: QueueName): Promise<QueueControls> {
    const queue = this.queues.get(name);
    const asking = Promise.all([queue.isPaused(), queue.getGlobalConcurrency(), queue.getGlobalRateLimit()]);
    const [[isPaused, concurrency, rate], pause, closed] = await Promise.all([
      this.broker.ask(asking),
      this.holds.find('paused', name),
      this.holds.find('closed', name),
    ]);
    return {
      isPaused,
      pause: (isPaused && pause) || null,
      closed: closed ?? null,
      limits: { concurrency, rate: rate && { max: rate.max, durationMs: rate.duration } },
    };
  }

  /** Workers start no more tasks of the queue. Running tasks continue, and new ones are accepted. */
  async pause(name: QueueName, by: string, reason?: string): Promise<void> {
    await this.holds.begin('paused', name, by, reason ?? null);
    await this.broker.ask(this.queues.get(name).pause());
  }

  async resume(name: QueueName): Promise<void> {
    await this.broker.ask(this.queues.get(name).resume());
    await this.holds.end('paused', name);
  }

  /** The queue accepts no new tasks. Workers continue, and running tasks may submit what they need. */
  async close(name: QueueName, by: string, reason: string | null): Promise<void> {
    await this.holds.begin('closed', name, by, reason);
  }

  async open(name: QueueName): Promise<void> {
    await this.holds.end('closed', name);
  }

  /** Omitted limits stay unchanged; null removes a limit. */
  async limit(name: QueueName, { concurrency, rate }: Partial<QueueSettings>): Promise<void> {
    const queue = this.queues.get(name);
    if (concurrency === null) await this.broker.ask(queue.removeGlobalConcurrency());
    else if (concurrency !== undefined) await this.broker.ask(queue.setGlobalConcurrency(concurrency));
    if (rate === null) await this.broker.ask(queue.removeGlobalRateLimit());
    else if (rate !== undefined) await this.broker.ask(queue.setGlobalRateLimit(rate.max, rate.durationMs));
  }
}
