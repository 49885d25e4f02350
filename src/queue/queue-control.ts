import { Injectable } from '@nestjs/common';
import type { QueueName } from '../config/queue-names.js';
import { Broker } from './broker.js';
import type { QueueLimits } from './queue-overview.js';
import { Queues } from './queues.js';

/** Changes how a queue is worked off, for all workers, until it is changed again. Tasks are accepted all the same. */
@Injectable()
export class QueueControl {
  constructor(
    private readonly broker: Broker,
    private readonly queues: Queues,
  ) {}

  /** No worker starts a task of it any more. What runs goes on. */
  async pause(name: QueueName): Promise<void> {
    await this.broker.ask(this.queues.get(name).pause());
  }

  async resume(name: QueueName): Promise<void> {
    await this.broker.ask(this.queues.get(name).resume());
  }

  /** What is left out stays; null takes a limit away. */
  async limit(name: QueueName, { concurrency, rate }: Partial<QueueLimits>): Promise<void> {
    const queue = this.queues.get(name);
    if (concurrency === null) await this.broker.ask(queue.removeGlobalConcurrency());
    else if (concurrency !== undefined) await this.broker.ask(queue.setGlobalConcurrency(concurrency));
    if (rate === null) await this.broker.ask(queue.removeGlobalRateLimit());
    else if (rate !== undefined) await this.broker.ask(queue.setGlobalRateLimit(rate.max, rate.durationMs));
  }
}
