import { Injectable } from '@nestjs/common';
import { isoTime } from '../../../platform/timing/iso-time.js';
import type { StoredValues } from '../../submit/payload-seals.js';
import { TaskStore } from '../../read/task-store.js';
import { DiscardTask } from '../../task/task-outcome.js';
import { nthId } from '../../task/task-id.js';
import type { TaskSnapshot } from '../../task/task-snapshot.js';
import { WORKFLOW } from '../start/planned-jobs.js';
import { WorkflowStore } from '../record/workflow-store.js';

/** Reads the values for the references of steps, right before they run. */
@Injectable()
export class StepValues {
  constructor(
    private readonly store: WorkflowStore,
    private readonly tasks: TaskStore,
  ) {}

  /**
   * @param needs as in StepRole
   * @throws DiscardTask if the task of a step is gone
   */
  async read(workflowId: string, needs: readonly string[]): Promise<StoredValues> {
    const names = needs.filter((need) => !need.startsWith(WORKFLOW));
    const ofWorkflow = needs.filter((need) => need.startsWith(WORKFLOW));
    const results = await this.resultsOf(workflowId, names);
    return {
      results,
      ...(ofWorkflow.length > 0 && { workflow: await this.workflowOf(workflowId, ofWorkflow) }),
    };
  }

  private async resultsOf(workflowId: string, names: readonly string[]): Promise<Record<string, unknown>> {
    const numbers = await this.store.numbersOf(workflowId, names);
    const tasks = await this.tasks.findMany(numbers.map((number) => nthId(workflowId, number ?? -1)));
    return Object.fromEntries(names.map((name, i) => [name, resultOf(name, tasks[i])]));
  }

  /** The workflow as its hooks see it. Only the results that are referred to are read. */
  private async workflowOf(workflowId: string, needs: readonly string[]): Promise<object> {
    const { workflow, steps } = await this.store.view(workflowId);
    const isEverything = needs.includes(WORKFLOW) || needs.includes(`${WORKFLOW}/results`);
    const plain = steps.filter(({ itemOf }) => itemOf === null);
    const wanted = plain.filter(({ name }) => isEverything || needs.includes(`${WORKFLOW}/results/${name}`));
    const ended = wanted.filter(({ status }) => status === 'SUCCESS');
    const failed = plain.filter(({ status }) => status === 'FAILURE');
    const [results, errors] = await Promise.all([this.tasksOf(ended), this.tasksOf(failed)]);
    return {
      ...{ workflow_id: workflowId, name: workflow.name, status: workflow.status },
      finished_at: workflow.finishedAt === null ? null : isoTime(workflow.finishedAt),
      results: Object.fromEntries(results.map(([name, task]) => [name, task.result])),
      errors: Object.fromEntries(errors.map(([name, task]) => [name, task.error])),
    };
  }

  private async tasksOf(
    steps: readonly { readonly name: string; readonly taskId: string }[],
  ): Promise<[string, TaskSnapshot][]> {
    const tasks = await this.tasks.findMany(steps.map(({ taskId }) => taskId));
    return steps.flatMap(({ name }, i) => {
      const task = tasks[i];
      return task ? [[name, task] as [string, TaskSnapshot]] : [];
    });
  }
}

/** @throws DiscardTask */
export function resultOf(name: string, task: TaskSnapshot | undefined): unknown {
  if (task === undefined)
    throw new DiscardTask(`The task of the step ${name} is gone, and its result with it.`);
  if (task.status === 'SUCCESS') return task.result;
  return { $error: errorOf(task) };
}

/** What a step or an item that did not succeed shows in place of its result. */
export function errorOf({ error, revokeReason }: TaskSnapshot): { type: string; message: string } {
  return error ? { ...error } : { type: 'Revoked', message: revokeReason ?? 'revoked' };
}
