import { Injectable } from '@nestjs/common';
import { CoreOptions } from '../core-options.js';
import type { QueueName } from '../task/queue-name.js';
import { RemovalHooks } from './removal-hooks.js';
import { Broker } from '../redis/broker.js';
import { Keys } from '../redis/keys.js';
import { entryOf } from '../bullmq/queue-entry.js';
import { Queues } from '../bullmq/queues.js';
import type { Step } from '../bullmq/requeue.js';
import { type RemovalReason, claimRemoval } from '../bullmq/scripts/claim-removal.js';
import { TaskIndex } from '../read/task-index.js';

/** Delay before a sweep asks again about a task that was not settled. */
const ASK_AGAIN_MS = 60_000;

/** Removes finished tasks with all their data. Safe when others remove or retry the same task concurrently. */
@Injectable()
export class TaskRemoval {
  constructor(
    private readonly broker: Broker,
    private readonly queues: Queues,
    private readonly index: TaskIndex,
    private readonly keys: Keys,
    private readonly options: CoreOptions,
    private readonly removalHooks: RemovalHooks,
  ) {}

  /** @param finishedAt the end that was read: a task that was retried since is not removed */
  remove(queue: QueueName, id: string, finishedAt: number): Promise<Step> {
    return this.broker.ask(this.removeAs(queue, id, { finishedAt }));
  }

  /** Removes a task whose entry in `retention` is due at `now`. */
  removeDue(queue: QueueName, id: string, now: number): Promise<Step> {
    return this.removeAs(queue, id, { dueAt: now, askAgainAt: now + ASK_AGAIN_MS });
  }

  private async removeAs(name: QueueName, id: string, reason: RemovalReason): Promise<Step> {
    const entry = entryOf(name, id);
    const { retention, ends } = this.keys;
    const revokedIds = this.keys.revoked(name);
    const defaultRetentionMs = this.options.resultRetentionMs;
    const job = { id, entry, retention, ends, revokedIds, defaultRetentionMs };
    const claim = await claimRemoval(this.broker.producer, this.queues.keys(name), job, reason);
    if (claim === 'moved') return claim;
    // Children are tasks of their own, with their own retention.
    if (claim === 'done') await this.queues.get(name).remove(id, { removeChildren: false });
    await this.forget(entry, id);
    return claim;
  }

  /** The entry in `retention` is removed last: as long as it exists, a sweep finishes the removal. */
  private async forget(entry: string, id: string): Promise<void> {
    await this.removalHooks.removeOf(id);
    await this.index.remove([id]);
    await this.broker.producer.zrem(this.keys.expirations, entry);
    await this.broker.producer.zrem(this.keys.retention, entry);
  }
}
