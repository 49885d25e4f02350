import { Injectable } from '@nestjs/common';
import { JobCommands } from '../../core/bullmq/job-commands.js';
import { DiscardTask, type ReplaceTask } from '../../core/task/task-outcome.js';
import { idOf, madeAt } from '../../core/task/task-id.js';
import { isFinal } from '../../core/task/task-status.js';
import type { WorkflowDefinition } from '../../core/workflows/definition/workflow-definition.js';
import { InvalidWorkflowError } from '../../core/workflows/definition/workflow.errors.js';
import { Parking } from '../../core/workflows/nested/parking.js';
import { WorkflowQueue } from '../../core/workflows/start/workflow-queue.js';
import { WorkflowResult } from '../../core/workflows/nested/workflow-result.js';
import { WorkflowStore } from '../../core/workflows/record/workflow-store.js';
import { ParkedError } from '../attempt/attempt.errors.js';
import type { Attempt } from '../attempt/attempt.js';

/** The deepest nesting of workflows by tasks that replace themselves. */
const MAX_DEPTH = 32;

/** Tasks that have replaced themselves by a workflow: they start it, wait for it, and end with its result. */
@Injectable()
export class ReplacedTasks {
  constructor(
    private readonly workflows: WorkflowQueue,
    private readonly store: WorkflowStore,
    private readonly results: WorkflowResult,
    private readonly control: JobCommands,
    private readonly parking: Parking,
  ) {}

  /**
   * Starts the workflow. Its id depends on the task and on the number of its failures: if the process dies now, the next
   * attempt finds it.
   *
   * @returns the id of the workflow
   * @throws DiscardTask for a definition that cannot be run
   */
  async replace(attempt: Attempt, { definition }: ReplaceTask): Promise<string> {
    const { id, queue, job, lineage } = attempt;
    const { retriedAt } = await this.control.decisions(queue, id);
    const workflowId = idOf(`${id}/replacement/${job.attemptsMade}/${retriedAt}`, madeAt(id));
    const origin = { parent: lineage, nextId: () => workflowId };
    const depth = await this.depthBelow(attempt);
    try {
      // `replaceWith` has written it.
      await this.workflows.start(JSON.parse(definition) as WorkflowDefinition, {
        ...origin,
        replaces: { queue, id, depth },
      });
    } catch (error) {
      throw error instanceof InvalidWorkflowError ? new DiscardTask(error.message, { cause: error }) : error;
    }
    return workflowId;
  }

  /**
   * Goes on with a task that has replaced itself in an earlier start.
   *
   * @returns the result of the workflow
   * @throws ParkedError if that has not ended
   * @throws Error if it failed, or was cancelled: the next attempt runs the task again
   */
  async resume(attempt: Attempt, workflowId: string): Promise<unknown> {
    const workflow = await this.store.find(workflowId);
    if (!isFinal(workflow.status)) throw this.parked(attempt, workflowId);
    if (workflow.status === 'SUCCESS') return this.results.of(workflowId);
    await this.control.forgetReplacement(attempt.queue, attempt.id);
    throw new Error(await this.results.failureOf(workflowId));
  }

  /** Lets the task wait for the workflow. */
  parked({ queue, id }: Attempt, workflowId: string): ParkedError {
    return new ParkedError((token) => this.parking.replaced(queue, id, workflowId, token));
  }

  private async depthBelow({ step }: Attempt): Promise<number> {
    const depth = step === undefined ? 0 : (await this.store.find(step.workflowId)).depth;
    if (depth >= MAX_DEPTH)
      throw new DiscardTask(
        `Workflows are nested ${MAX_DEPTH} deep: a task here cannot replace itself by another one.`,
      );
    return depth + 1;
  }
}
