import { Injectable } from '@nestjs/common';
import type { QueueName } from '../task/queue-name.js';
import { RemovalHooks } from './removal-hooks.js';
import { Broker } from '../redis/broker.js';
import { Keys } from '../redis/keys.js';
import { entryOf } from '../bullmq/queue-entry.js';
import { RemoveJob } from '../bullmq/remove-job.js';
import type { Step } from '../bullmq/requeue.js';
import type { RemovalReason } from '../bullmq/scripts/claim-removal.js';
import { TaskIndex } from '../read/task-index.js';

/** Delay before a sweep asks again about a task that was not settled. */
const ASK_AGAIN_MS = 60_000;

/** Removes finished tasks with all their data. Safe when others remove or retry the same task concurrently. */
@Injectable()
export class TaskRemoval {
  constructor(
    private readonly broker: Broker,
    private readonly keys: Keys,
    private readonly job: RemoveJob,
    private readonly index: TaskIndex,
    private readonly removalHooks: RemovalHooks,
  ) {}

  /** @param finishedAt the end that was read: a task that was retried since is not removed */
  remove(queue: QueueName, id: string, finishedAt: number): Promise<Step> {
    return this.broker.ask(this.removeAs(queue, id, { finishedAt }));
  }

  /**
   * Removes a task whose entry in `retention` is due at `now`.
   *
   * @param finishedAt the end that was read: a task that has another one since is not removed
   */
  removeDue(queue: QueueName, id: string, now: number, finishedAt?: number): Promise<Step> {
    return this.removeAs(queue, id, { dueAt: now, askAgainAt: now + ASK_AGAIN_MS, finishedAt });
  }

  /** Removes a task in any state, which nobody was promised. */
  async discard(queue: QueueName, id: string): Promise<void> {
    await this.broker.ask(this.job.discard(queue, id));
    await this.forget(entryOf(queue, id), id);
  }

  private async removeAs(queue: QueueName, id: string, reason: RemovalReason): Promise<Step> {
    const step = await this.job.run(queue, id, reason);
    if (step !== 'moved') await this.forget(entryOf(queue, id), id);
    return step;
  }

  /** The entry in `retention` is removed last: as long as it exists, a sweep finishes the removal. */
  private async forget(entry: string, id: string): Promise<void> {
    await this.removalHooks.removeOf(id);
    await this.index.remove([id]);
    await this.broker.producer.zrem(this.keys.expirations, entry);
    await this.broker.producer.zrem(this.keys.retention, entry);
  }
}
