import { Injectable } from '@nestjs/common';
import type { QueueName } from '../../platform/config/queue-names.js';
import { Broker } from '../redis/broker.js';
import { LuaScript } from '../redis/lua-script.js';
import { Queues } from '../bullmq/queues.js';
import { ownFields } from '../bullmq/task-job.js';

/** KEYS: job. ARGV: checkpoint. What was removed meanwhile is not brought back by it. */
const SAVE = new LuaScript<null>(`
if redis.call('EXISTS', KEYS[1]) == 1 then redis.call('HSET', KEYS[1], '${ownFields.checkpoint}', ARGV[1]) end
return nil
`);

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
    const keys = [this.queues.get(queue).toKey(id)];
    await this.broker.ask(SAVE.run(this.broker.producer, keys, [JSON.stringify(value)]));
  }

  /** Reads several checkpoints. Payloads are as stored, with secrets encrypted. */
  async read(queue: QueueName, ids: readonly string[]): Promise<CheckpointRecord[]> {
    const { producer } = this.broker;
    const key = (id: string) => this.queues.get(queue).toKey(id);
    const reading = ids.map((id) => producer.hmget(key(id), 'data', ownFields.checkpoint));
    const records = await this.broker.ask(Promise.all(reading));
    return records.map(([data, checkpoint]) => ({ payload: parsed(data), checkpoint: parsed(checkpoint) }));
  }
}

/** Both are JSON, written by BullMQ and by `save`. */
function parsed(json: string | null | undefined): unknown {
  return json ? JSON.parse(json) : undefined;
}
