import { Injectable } from '@nestjs/common';
import type { Step } from '../bullmq/requeue.js';
import { Histories } from '../history/task-history.js';
import { TaskRemoval } from '../lifetime/task-removal.js';
import { KnownQueues } from '../task/known-queues.js';
import type { TaskSnapshot } from '../task/task-snapshot.js';

/** Deletes a task on request, from the broker and from the history. The end of a retention leaves the history alone. */
@Injectable()
export class TaskErasure {
  constructor(
    private readonly queues: KnownQueues,
    private readonly removal: TaskRemoval,
    private readonly histories: Histories,
  ) {}

  /**
   * The broker comes first, so that the task cannot be recorded again. If the history does not answer then, repeat the
   * call: it is safe.
   *
   * @throws BrokerUnavailableError, HistoryUnavailableError
   */
  async erase({ queue, id, finishedAt }: TaskSnapshot): Promise<Step> {
    // A task from the history can be of a queue that is no longer defined.
    const isKnown = this.queues.has(queue);
    const step = isKnown ? await this.removal.remove(queue, id, finishedAt ?? 0) : 'missing';
    if (step === 'moved') return step;
    const wasArchived = (await this.histories.get()?.remove(id)) ?? false;
    return wasArchived ? 'done' : step;
  }
}
