import { Injectable } from '@nestjs/common';
import type { QueueName } from '../config/queue-names.js';
import { Broker } from './broker.js';
import { Keys } from './keys.js';

/** What a worker process says of itself with every heartbeat. */
export interface WorkerRecord {
  readonly id: string;
  readonly name: string;
  readonly host: string;
  readonly pid: number;
  readonly queues: readonly QueueName[];
  /** RFC 3339. */
  readonly started_at: string;
}

/** A worker that has said nothing for so long counts as gone. Heartbeats come every 5 s. */
const LEASE_MS = 15_000;

/**
 * Which workers are there: each keeps a lease in the broker alive. (Not `CLIENT LIST`, which hosted Redis hides, and
 * which shows connections, not workers.)
 */
@Injectable()
export class WorkerDirectory {
  constructor(
    private readonly broker: Broker,
    private readonly keys: Keys,
  ) {}

  /** Renews the lease of a worker. */
  async announce(worker: WorkerRecord): Promise<void> {
    const now = Date.now();
    const renewal = this.broker.producer
      .multi()
      .set(this.keys.worker(worker.id), JSON.stringify(worker), 'PX', LEASE_MS)
      .zadd(this.keys.workers, now, worker.id)
      .zremrangebyscore(this.keys.workers, 0, now - LEASE_MS);
    await this.broker.ask(renewal.exec());
  }

  /** Ends the lease of a worker that stops. */
  async withdraw(id: string): Promise<void> {
    await this.broker.ask(
      this.broker.producer.multi().del(this.keys.worker(id)).zrem(this.keys.workers, id).exec(),
    );
  }

  /** The workers whose lease is alive. */
  async live(): Promise<WorkerRecord[]> {
    const ids = await this.broker.ask(this.broker.producer.zrange(this.keys.workers, 0, -1));
    if (ids.length === 0) return [];
    const records = await this.broker.ask(this.broker.producer.mget(ids.map((id) => this.keys.worker(id))));
    // Written by `announce` alone, under a key that is ours.
    return records.filter((record) => record !== null).map((record) => JSON.parse(record) as WorkerRecord);
  }
}
