import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  CompletionListeners,
  type StepListener,
  type StepOfWorkflow,
} from '../../lifetime/completion-listeners.js';
import { isFinal } from '../../task/task-status.js';
import { WorkflowProgress } from '../progress/workflow-progress.js';
import { WorkflowRemoval } from './workflow-removal.js';
import { WorkflowRetry } from './workflow-retry.js';
import { WorkflowStop } from './workflow-stop.js';
import { WorkflowArchive } from '../record/workflow-archive.js';
import { WorkflowReader } from '../record/workflow-reader.js';
import { WorkflowConflictError } from '../record/workflow.errors.js';
import type { WorkflowSnapshot } from '../record/workflow.js';

/** Manual actions on workflows. */
@Injectable()
export class WorkflowActions {
  constructor(
    private readonly workflows: WorkflowReader,
    private readonly stop: WorkflowStop,
    private readonly retries: WorkflowRetry,
    private readonly removal: WorkflowRemoval,
    private readonly archive: WorkflowArchive,
  ) {}

  /**
   * Ends all of a workflow: steps that wait are REVOKED at once, running ones are asked to stop.
   *
   * @returns the workflow afterwards, which is final as soon as its last running step has stopped
   * @throws WorkflowNotFoundError
   * @throws WorkflowConflictError if it is final
   */
  async cancel(id: string, reason = 'cancelled'): Promise<WorkflowSnapshot> {
    const workflow = await this.workflows.findLive(id, 'cancelled');
    if (!(await this.stop.all(workflow.id, reason)))
      throw new WorkflowConflictError(
        id,
        workflow.status,
        'Only a workflow that is not final can be cancelled',
      );
    return this.workflows.findLive(id, 'changed');
  }

  /**
   * Reruns what failed, and what was revoked for it or by a cancel. Everything else keeps its result.
   *
   * @throws WorkflowNotFoundError
   * @throws WorkflowConflictError if it has not failed
   */
  async retry(id: string): Promise<WorkflowSnapshot> {
    const workflow = await this.workflows.findLive(id, 'retried');
    if (!(await this.retries.all(workflow.id)))
      throw new WorkflowConflictError(
        id,
        workflow.status,
        'Only a FAILURE or REVOKED workflow can be retried',
      );
    return this.workflows.findLive(id, 'changed');
  }

  /**
   * Deletes a final workflow with all its tasks, also from the history. It is safe to repeat.
   *
   * @throws WorkflowNotFoundError
   * @throws WorkflowConflictError if it is not final, or if a task of its end is not
   */
  async remove(id: string): Promise<void> {
    const { workflow, isArchived } = await this.workflows.view(id);
    const isRemoved = isArchived || (isFinal(workflow.status) && (await this.removal.remove(workflow)));
    if (!isRemoved)
      throw new WorkflowConflictError(
        id,
        workflow.status,
        'Only a final workflow can be deleted, when the tasks of its end are final, too',
      );
    await this.archive.erase(workflow.id);
  }
}

/** Connects the tasks of workflows with their workflows. */
@Injectable()
export class StepsOfWorkflows implements StepListener, OnModuleInit {
  constructor(
    private readonly listeners: CompletionListeners,
    private readonly progress: WorkflowProgress,
    private readonly retries: WorkflowRetry,
    private readonly stop: WorkflowStop,
  ) {}

  onModuleInit(): void {
    this.listeners.useForSteps(this);
  }

  stepEnded(step: StepOfWorkflow): Promise<boolean> {
    return this.progress.stepEnded(step);
  }

  retryStep({ workflowId, stepRole }: StepOfWorkflow): Promise<boolean> {
    return this.retries.one(workflowId, stepRole.number);
  }

  async cancelWorkflow(id: string, reason: string): Promise<void> {
    await this.stop.all(id, reason);
  }

  async cancelItems({ workflowId, stepRole }: StepOfWorkflow, reason: string): Promise<void> {
    await this.stop.items(workflowId, Number(stepRole.number), reason);
  }
}
