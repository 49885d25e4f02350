import { Injectable } from '@nestjs/common';
import { Broker } from '../redis/broker.js';
import { StateConflictError, TaskNotFoundError } from '../task/queue.errors.js';
import { CompletionNotifier } from '../lifetime/completion-notifier.js';
import { Requeue, type Step } from '../bullmq/requeue.js';
import { RevokeJob } from '../bullmq/revoke-job.js';
import { TaskRemoval } from '../lifetime/task-removal.js';
import type { TaskSnapshot } from '../task/task-snapshot.js';
import { type TaskStatus, isFinal } from '../task/task-status.js';
import { TaskStore } from '../read/task-store.js';

/** What can be done with one submitted task by hand, besides cancelling it. */
@Injectable()
export class TaskActions {
  constructor(
    private readonly broker: Broker,
    private readonly store: TaskStore,
    private readonly revocation: RevokeJob,
    private readonly requeue: Requeue,
    private readonly removal: TaskRemoval,
    private readonly ends: CompletionNotifier,
  ) {}

  /**
   * Runs a FAILURE or REVOKED task again under its id, with all its attempts before it.
   *
   * @throws TaskNotFoundError
   * @throws StateConflictError when it is in another state, or somebody else was first
   */
  async retry(id: string): Promise<TaskSnapshot> {
    await this.retryAs(await this.store.find(id), ['FAILURE', 'REVOKED']);
    return this.store.find(id);
  }

  /**
   * The same for a task as it was read, if it was in one of these states and has not moved on since.
   *
   * @throws as `retry`
   */
  async retryAs(task: TaskSnapshot, states: readonly TaskStatus[]): Promise<void> {
    refuseUnless(states.includes(task.status), task, `Only a ${states.join(' or ')} task can be retried`);
    await this.close(task);
    await this.expectDone(task, await this.requeue.retry(task));
  }

  /**
   * Has a delayed task run now.
   *
   * @throws TaskNotFoundError
   * @throws StateConflictError when it is not delayed
   */
  async promote(id: string): Promise<TaskSnapshot> {
    const task = await this.store.find(id);
    const isDelayed = task.runAt !== null && !isFinal(task.status) && task.status !== 'STARTED';
    refuseUnless(isDelayed, task, 'Only a task that waits for its time can be promoted');
    await this.expectDone(task, await this.requeue.promote(task));
    return this.store.find(id);
  }

  /**
   * Forgets a final task with all that belongs to it.
   *
   * @throws TaskNotFoundError
   * @throws StateConflictError when it is not final
   */
  async remove(id: string): Promise<void> {
    await this.removeAs(await this.store.find(id), ['SUCCESS', 'FAILURE', 'REVOKED']);
  }

  /**
   * The same for a task as it was read, if it was in one of these states and has not moved on since.
   *
   * @throws as `remove`
   */
  async removeAs(task: TaskSnapshot, states: readonly TaskStatus[]): Promise<void> {
    refuseUnless(states.includes(task.status), task, `Only a ${states.join(' or ')} task can be deleted`);
    await this.close(task);
    await this.expectDone(task, await this.removal.remove(task.queue, task.id, task.finishedAt ?? 0));
  }

  /** After this its end is recorded, and told where it is to be: what is done next may undo it. */
  private async close(task: TaskSnapshot): Promise<void> {
    await this.endExpired(task);
    if (task.webhookUrl !== null) await this.ends.tell(task);
  }

  /** What has expired counts as REVOKED while it still stands in its queue: takes it out, as the sweep would. */
  private async endExpired({ queue, id, status, finishedAt }: TaskSnapshot): Promise<void> {
    if (status !== 'REVOKED') return;
    const at = finishedAt ?? Date.now();
    await this.broker.ask(this.revocation.run({ queue, id, reason: 'expired', at, leave: 'started' }));
  }

  /** A task that moved on since it was read is a conflict with the state in which it is now. */
  private async expectDone({ id }: TaskSnapshot, step: Step): Promise<void> {
    if (step === 'done') return;
    if (step === 'missing') throw new TaskNotFoundError(id);
    const { status } = await this.store.find(id);
    throw new StateConflictError(id, status, 'Somebody else did something with the task at the same time');
  }
}

function refuseUnless(isAllowed: boolean, { id, status }: TaskSnapshot, wanted: string): void {
  if (!isAllowed) throw new StateConflictError(id, status, wanted);
}
