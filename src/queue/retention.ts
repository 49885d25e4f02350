import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { type QueueName, isQueueName } from '../config/queue-names.js';
import { Broker } from './broker.js';
import { Queues } from './queues.js';

/** Tasks removed in one round: bounds how long the broker is busy with it. */
const BATCH = 200;

/**
 * Removes finished tasks when their own retention is over. BullMQ can only apply the retention of the task that
 * finishes to all that finished before it, so a short-lived task would take long-lived ones with it. Instead each
 * task is entered, just before it is settled, in one sorted set by the time at which it may go.
 */
@Injectable()
export class Retention {
  private readonly key: string;

  constructor(
    private readonly broker: Broker,
    private readonly queues: Queues,
    config: Config,
  ) {
    this.key = `${config.redisPrefix}:expiry`;
  }

  /** Notes that a task may go `retentionMs` from now. Sent before the task is settled, so that none is forgotten. */
  async note(queue: string, id: string, retentionMs: number): Promise<void> {
    await this.broker.worker.zadd(this.key, Date.now() + retentionMs, `${queue}:${id}`);
  }

  /** Removes one batch of what is over. A task that is not finished, because it is tried again, is left alone. */
  async sweep(): Promise<{ removed: number; mayHaveMore: boolean }> {
    const { producer } = this.broker;
    const due = await producer.zrangebyscore(this.key, 0, Date.now(), 'LIMIT', 0, BATCH);
    const removed = await Promise.all(due.map((entry) => this.removeFinished(entry)));
    if (due.length > 0) await producer.zrem(this.key, ...due);
    return { removed: removed.filter(Boolean).length, mayHaveMore: due.length === BATCH };
  }

  private async removeFinished(entry: string): Promise<boolean> {
    const { queue: name, id } = parseEntry(entry);
    if (name === undefined) return false;
    const queue = this.queues.get(name);
    const finishedOn = await this.broker.producer.hget(queue.toKey(id), 'finishedOn');
    return finishedOn !== null && (await queue.remove(id)) === 1;
  }
}

function parseEntry(entry: string): { queue: QueueName | undefined; id: string } {
  const [queue = '', id = ''] = entry.split(':');
  return { queue: isQueueName(queue) ? queue : undefined, id };
}
