import { Injectable } from '@nestjs/common';
import { CoreOptions } from '../core-options.js';
import type { QueueName } from '../task/queue-name.js';
import { Broker } from '../redis/broker.js';
import { Keys } from '../redis/keys.js';
import { entryOf } from './queue-entry.js';
import { Queues } from './queues.js';
import type { Step } from './requeue.js';
import { type RemovalReason, claimRemoval } from './scripts/claim-removal.js';

/** Removes a finished job with its record and its log. Its entry in `retention` stays: the caller removes it last. */
@Injectable()
export class RemoveJob {
  constructor(
    private readonly broker: Broker,
    private readonly queues: Queues,
    private readonly keys: Keys,
    private readonly options: CoreOptions,
  ) {}

  /** Removes a job in any place, unless a worker runs it. */
  async discard(queue: QueueName, id: string): Promise<void> {
    await this.queues.get(queue).remove(id, { removeChildren: false });
  }

  /** @returns `moved`: it was retried, or its retention is not over */
  async run(queue: QueueName, id: string, reason: RemovalReason): Promise<Step> {
    const { retention, completions } = this.keys;
    const revokedIds = this.keys.revoked(queue);
    const defaultRetentionMs = this.options.resultRetentionMs;
    const job = { id, entry: entryOf(queue, id), retention, completions, revokedIds, defaultRetentionMs };
    const claim = await claimRemoval(this.broker.producer, this.queues.keys(queue), job, reason);
    // Children are tasks of their own, with their own retention.
    if (claim === 'done') await this.queues.get(queue).remove(id, { removeChildren: false });
    return claim;
  }
}
