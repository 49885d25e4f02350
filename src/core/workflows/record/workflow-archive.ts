import { Injectable } from '@nestjs/common';
import { BrokerState } from '../../broker-state/broker-state.js';
import { Histories, HistoryUnavailableError } from '../../history/task-history.js';
import { WorkflowHistories } from './workflow-history.js';
import { WorkflowStore, type WorkflowView } from './workflow-store.js';

/** Tasks confirmed at once. */
const BATCH = 200;

/** Moves workflows into the history before the broker forgets them. */
@Injectable()
export class WorkflowArchive {
  constructor(
    private readonly store: WorkflowStore,
    private readonly tasks: Histories,
    private readonly workflows: WorkflowHistories,
    private readonly broker: BrokerState,
  ) {}

  /**
   * Makes sure that a final workflow and its tasks are stored.
   *
   * @returns false if the history does not answer: the workflow then stays in the broker, unless its memory is short
   */
  async confirm(id: string): Promise<boolean> {
    const history = this.workflows.get();
    if (history === undefined) return true;
    try {
      const view = await this.store.view(id);
      if (!(await this.areConfirmed(view))) return false;
      await history.keep(view);
      return true;
    } catch (error) {
      if (error instanceof HistoryUnavailableError) return this.broker.isFull;
      throw error;
    }
  }

  /**
   * Deletes a workflow that the broker no longer has.
   *
   * @returns false if it was not there
   * @throws HistoryUnavailableError
   */
  async erase(id: string): Promise<boolean> {
    return (await this.workflows.get()?.remove(id.toLowerCase())) ?? false;
  }

  private async areConfirmed({ steps, hooks }: WorkflowView): Promise<boolean> {
    const ended = [...steps, ...hooks].flatMap(({ taskId: id, finishedAt }) =>
      finishedAt === null ? [] : [{ id, finishedAt }],
    );
    for (let i = 0; i < ended.length; i += BATCH) {
      const some = ended.slice(i, i + BATCH);
      const confirmed = await this.tasks.get()?.confirm(some);
      if (confirmed && some.some(({ id }) => !confirmed.has(id))) return false;
    }
    return true;
  }
}
