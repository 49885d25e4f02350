import { Injectable } from '@nestjs/common';
import type { QueueName } from '../task/queue-name.js';
import { Broker } from '../redis/broker.js';
import { Queues } from '../bullmq/queues.js';
import { readCheckpoint, saveCheckpoint } from '../bullmq/scripts/job-checkpoint.js';

/** A task's payload and its checkpoint; undefined if missing. */
export interface CheckpointRecord {
  readonly payload: unknown;
  readonly checkpoint: unknown;
}

/**
 * Checkpoints of long tasks, stored in their own records: the next attempt continues from there, in any process, and
 * others can read them. A checkpoint is kept as long as its task, even when it is retried by hand.
 */
@Injectable()
export class Checkpoints {
  constructor(
    private readonly broker: Broker,
    private readonly queues: Queues,
  ) {}

  /**
   * @param value JSON
   * @throws BrokerUnavailableError
   */
  async save(queue: QueueName, id: string, value: object): Promise<void> {
    const keys = this.queues.keys(queue);
    await this.broker.ask(saveCheckpoint(this.broker.producer, keys, id, JSON.stringify(value)));
  }

  /** Reads several checkpoints. Payloads are as stored, with secrets encrypted. */
  async read(queue: QueueName, ids: readonly string[]): Promise<CheckpointRecord[]> {
    const keys = this.queues.keys(queue);
    const reading = ids.map((id) => readCheckpoint(this.broker.producer, keys, id));
    const records = await this.broker.ask(Promise.all(reading));
    return records.map(({ payload, checkpoint }) => ({
      payload: parsed(payload),
      checkpoint: parsed(checkpoint),
    }));
  }
}

/** Both are JSON, written by BullMQ and by `save`. */
function parsed(json: string | null): unknown {
  return json ? JSON.parse(json) : undefined;
}
