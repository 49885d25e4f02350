import { Injectable } from '@nestjs/common';
import { Broker } from '../redis/broker.js';
import { StateConflictError, TaskNotFoundError } from '../task/queue.errors.js';
import { isFollowed } from '../bullmq/followed.js';
import { type Revocation, RevokeJob } from '../bullmq/revoke-job.js';
import { CompletionListeners } from '../lifetime/completion-listeners.js';
import { CompletionNotifier } from '../lifetime/completion-notifier.js';
import type { TaskSnapshot } from '../task/task-snapshot.js';
import { isFinal } from '../task/task-status.js';
import { TaskReader } from '../search/task-reader.js';

/** Cancels a task in any state: a waiting one directly, a running one through its worker. */
@Injectable()
export class Cancellation {
  constructor(
    private readonly broker: Broker,
    private readonly tasks: TaskReader,
    private readonly revocation: RevokeJob,
    private readonly completions: CompletionNotifier,
    private readonly listeners: CompletionListeners,
  ) {}

  /**
   * @returns the task afterwards: REVOKED if it waited or has already stopped; otherwise STARTED with
   * `cancelRequestedAt`, until its worker has stopped it
   * @throws TaskNotFoundError
   * @throws TaskArchivedError
   * @throws StateConflictError if it is final, or ended before it could be stopped
   */
  async cancel(id: string, reason = 'cancelled'): Promise<TaskSnapshot> {
    const task = await this.ask(id, reason);
    // The request came while the task was being snoozed or retried: it waits now, and is revoked as a waiting task.
    const hasSlipped = task.status === 'PENDING' || task.status === 'RETRY';
    return hasSlipped ? this.ask(id, reason) : task;
  }

  /**
   * Cancels a task as it was read, for callers that do not read it afterwards.
   *
   * @param leave `running`: only a waiting task is ended; `started`: only one that has never started
   * @param retriedAfter for `started`: as in the request of RevokeJob
   */
  async cancelAs(
    task: TaskSnapshot,
    reason: string,
    leave?: 'running' | 'started',
    retriedAfter = 0,
  ): Promise<Revocation> {
    const { queue, id } = task;
    const request = { queue, id, reason, at: Date.now(), retriedAfter, ...(leave && { leave }) };
    const outcome = await this.broker.ask(this.revocation.run(request));
    if (outcome === 'revoked' && isFollowed(task)) await this.completions.notifyOrDefer(task);
    if (outcome === 'revoked') await this.cancelNested(task, reason);
    return outcome;
  }

  private async cancelNested(
    { replacedBy, workflowId, stepRole }: TaskSnapshot,
    reason: string,
  ): Promise<void> {
    const steps = this.listeners.forSteps();
    if (replacedBy !== null) await steps.cancelWorkflow(replacedBy, reason);
    if (workflowId !== null && stepRole?.isEach) await steps.cancelItems({ workflowId, stepRole }, reason);
  }

  private async ask(id: string, reason: string): Promise<TaskSnapshot> {
    const before = await this.tasks.findLive(id, 'cancelled');
    if (isFinal(before.status)) throw conflict(before);
    const outcome = await this.cancelAs(before, reason);
    if (outcome === 'missing') throw new TaskNotFoundError(id);
    const after = await this.tasks.findLive(id, 'cancelled');
    const cameFirst = isFinal(after.status) && after.status !== 'REVOKED';
    if (outcome === 'final' || cameFirst) throw conflict(after);
    return after;
  }
}

function conflict({ id, status }: TaskSnapshot): StateConflictError {
  return new StateConflictError(id, status, 'Only a task that is not final can be cancelled');
}
