import { Injectable } from '@nestjs/common';
import type { QueueName } from '../config/queue-names.js';
import { Broker, msOf } from './broker.js';
import { Queues } from './queues.js';
import { ownFields } from './task-job.js';

/** What others have decided about a task while it waited or ran. */
export interface Decisions {
  /** Why it is to stop, or undefined. */
  readonly cancelReason: string | undefined;
  /** True when it was run again by hand: its `expiresAt` does not count any more. */
  readonly wasRetried: boolean;
  /** The broker's time, in ms since 1970: what has expired is judged by one clock for all processes. */
  readonly now: number;
}

/** What a worker reads of, and writes to, the record of a task that it runs, besides BullMQ's own steps. */
@Injectable()
export class TaskControl {
  constructor(
    private readonly broker: Broker,
    private readonly queues: Queues,
  ) {}

  async decisions(queue: QueueName, id: string): Promise<Decisions> {
    const { revoked, cancelReason, retriedAt } = ownFields;
    const { worker } = this.broker;
    const reading = worker.hmget(this.key(queue, id), revoked, cancelReason, retriedAt);
    const [[gone, cancelled, retried], time] = await Promise.all([reading, worker.time()]);
    return {
      cancelReason: gone ?? cancelled ?? undefined,
      wasRetried: Boolean(retried),
      now: msOf(time),
    };
  }

  /** Notes, before the job is ended, that its end is a revocation. */
  async markRevoked(queue: QueueName, id: string, reason: string): Promise<void> {
    await this.broker.worker.hset(this.key(queue, id), ownFields.revoked, reason);
  }

  /** Takes back that the job was started: it is put off before `run` was called. */
  async markNotStarted(queue: QueueName, id: string, startsBefore: number): Promise<void> {
    const key = this.key(queue, id);
    await this.broker.worker.hset(key, 'ats', startsBefore, 'processedOn', '');
  }

  /** Has an idle worker look at once: BullMQ tells none when a job with a priority is moved back to waiting. */
  async wake(queue: QueueName): Promise<void> {
    await this.broker.worker.zadd(this.queues.get(queue).toKey('marker'), 0, '0');
  }

  private key(queue: QueueName, id: string): string {
    return this.queues.get(queue).toKey(id);
  }
}
