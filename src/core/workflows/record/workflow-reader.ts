import { Injectable } from '@nestjs/common';
import { isTaskId } from '../../task/task-id.js';
import { WorkflowHistories } from './workflow-history.js';
import { WorkflowStore, type WorkflowView } from './workflow-store.js';
import { WorkflowArchivedError, WorkflowNotFoundError } from './workflow.errors.js';
import type { WorkflowSnapshot } from './workflow.js';

/** A workflow, and where it was found. */
export interface FoundWorkflow extends WorkflowView {
  /** True if the broker has forgotten it. */
  readonly isArchived: boolean;
}

/** Reads a workflow from the broker while it has it, and from the history afterwards. */
@Injectable()
export class WorkflowReader {
  constructor(
    private readonly store: WorkflowStore,
    private readonly histories: WorkflowHistories,
  ) {}

  /**
   * A workflow with all its steps.
   *
   * @throws WorkflowNotFoundError if neither has it
   * @throws HistoryUnavailableError if the broker does not have it and the history does not answer
   * @throws BrokerUnavailableError
   */
  async view(id: string): Promise<FoundWorkflow> {
    try {
      return { ...(await this.store.view(id)), isArchived: false };
    } catch (error) {
      return { ...(await this.archivedOr(error, id)), isArchived: true };
    }
  }

  /**
   * The state of a workflow without its steps, and all of it if only the history has it.
   *
   * @throws like `view`
   */
  async find(id: string): Promise<{ workflow: WorkflowSnapshot; archived?: WorkflowView }> {
    try {
      return { workflow: await this.store.find(id) };
    } catch (error) {
      const archived = await this.archivedOr(error, id);
      return { workflow: archived.workflow, archived };
    }
  }

  /**
   * The state of a workflow that the broker still has.
   *
   * @param done what the caller does, in the message: `cancelled`
   * @throws WorkflowArchivedError if only the history has it, and the errors of `view`
   */
  async findLive(id: string, done: string): Promise<WorkflowSnapshot> {
    const { workflow, archived } = await this.find(id);
    if (archived !== undefined) throw new WorkflowArchivedError(id, workflow.status, done);
    return workflow;
  }

  private async archivedOr(error: unknown, id: string): Promise<WorkflowView> {
    if (!(error instanceof WorkflowNotFoundError) || !isTaskId(id)) throw error;
    const archived = await this.histories.get()?.find(id.toLowerCase());
    if (archived === undefined) throw error;
    return archived;
  }
}
