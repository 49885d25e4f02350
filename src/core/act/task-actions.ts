import { Injectable } from '@nestjs/common';
import { StateConflictError, TaskNotFoundError } from '../task/queue.errors.js';
import { CompletionListeners } from '../lifetime/completion-listeners.js';
import { CompletionFinisher } from '../lifetime/completion-finisher.js';
import { Requeue, type Step } from '../bullmq/requeue.js';
import { TaskErasure } from './task-erasure.js';
import type { TaskSnapshot } from '../task/task-snapshot.js';
import { type TaskStatus, isFinal } from '../task/task-status.js';
import { TaskReader } from '../search/task-reader.js';

/** Manual actions on one submitted task, other than cancelling it. */
@Injectable()
export class TaskActions {
  constructor(
    private readonly tasks: TaskReader,
    private readonly requeue: Requeue,
    private readonly erasure: TaskErasure,
    private readonly completion: CompletionFinisher,
    private readonly listeners: CompletionListeners,
  ) {}

  /**
   * Runs a FAILURE or REVOKED task again with the same id and all attempts restored.
   *
   * @throws TaskNotFoundError, TaskArchivedError
   * @throws StateConflictError if it is in another state, or was changed concurrently
   */
  async retry(id: string): Promise<TaskSnapshot> {
    await this.retryAs(await this.tasks.findLive(id, 'retried'), ['FAILURE', 'REVOKED']);
    return (await this.tasks.find(id)).task;
  }

  /**
   * Retries a task as it was read, if it is still in one of these states.
   *
   * @throws like `retry`
   */
  async retryAs(task: TaskSnapshot, states: readonly TaskStatus[]): Promise<void> {
    refuseUnless(states.includes(task.status), task, `Only a ${states.join(' or ')} task can be retried`);
    await this.completion.finish(task);
    await this.expectDone(task, await this.requeueOf(task));
  }

  /**
   * Runs a delayed task now.
   *
   * @throws TaskNotFoundError, TaskArchivedError
   * @throws StateConflictError if it is not delayed
   */
  async promote(id: string): Promise<TaskSnapshot> {
    const task = await this.tasks.findLive(id, 'promoted');
    const isDelayed = task.runAt !== null && !isFinal(task.status) && task.status !== 'STARTED';
    refuseUnless(isDelayed, task, 'Only a task that waits for its time can be promoted');
    await this.expectDone(task, await this.requeue.promote(task));
    return (await this.tasks.find(id)).task;
  }

  /**
   * Deletes a final task and its data, also from the history.
   *
   * @throws TaskNotFoundError
   * @throws StateConflictError if it is not final
   */
  async remove(id: string): Promise<void> {
    const { task, source } = await this.tasks.find(id);
    if (source === 'broker') return this.removeAs(task, ['SUCCESS', 'FAILURE', 'REVOKED']);
    refuseStep(task);
    await this.expectDone(task, await this.erasure.erase(task));
  }

  /**
   * Deletes a task as it was read, if it is still in one of these states.
   *
   * @throws like `remove`
   */
  async removeAs(task: TaskSnapshot, states: readonly TaskStatus[]): Promise<void> {
    refuseUnless(states.includes(task.status), task, `Only a ${states.join(' or ')} task can be deleted`);
    refuseStep(task);
    await this.completion.finish(task);
    await this.expectDone(task, await this.erasure.erase(task));
  }

  /** A step goes on with its workflow. */
  private async requeueOf(task: TaskSnapshot): Promise<Step> {
    const { workflowId, stepRole } = task;
    if (workflowId === null || stepRole === null) return this.requeue.retry(task);
    return (await this.listeners.forSteps().retryStep({ workflowId, stepRole })) ? 'done' : 'moved';
  }

  /** Reports a task that has changed since it was read as a conflict with its current state. */
  private async expectDone({ id }: TaskSnapshot, step: Step): Promise<void> {
    if (step === 'done') return;
    if (step === 'missing') throw new TaskNotFoundError(id);
    const { status } = (await this.tasks.find(id)).task;
    throw new StateConflictError(id, status, 'Another request changed the task at the same time');
  }
}

function refuseUnless(isAllowed: boolean, { id, status }: TaskSnapshot, wanted: string): void {
  if (!isAllowed) throw new StateConflictError(id, status, wanted);
}

function refuseStep(task: TaskSnapshot): void {
  const { workflowId } = task;
  const wanted = `A step is deleted with its workflow, DELETE /workflows/${workflowId}, never alone`;
  refuseUnless(workflowId === null, task, wanted);
}
