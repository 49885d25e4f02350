import { Injectable } from '@nestjs/common';
import { TaskStore } from '../../read/task-store.js';
import { errorOf, resultOf } from './step-values.js';
import { WorkflowStore } from '../record/workflow-store.js';
import type { StepSnapshot } from '../record/workflow.js';

/** The outcome of ended workflows as a whole. */
@Injectable()
export class WorkflowResult {
  constructor(
    private readonly store: WorkflowStore,
    private readonly tasks: TaskStore,
  ) {}

  /** The result of the last step; if several are last, of each by its name. A skipped one is left out. */
  async of(id: string): Promise<unknown> {
    const { steps } = await this.store.view(id);
    const parents = new Set(steps.flatMap((step) => step.parents));
    const last = steps.filter(
      ({ name, itemOf, isSkipped }) => itemOf === null && !isSkipped && !parents.has(name),
    );
    const results = await this.resultsOf(last);
    const [only] = results;
    return results.length === 1 && only ? only[1] : Object.fromEntries(results);
  }

  /** A sentence about a workflow that did not succeed. */
  async failureOf(id: string): Promise<string> {
    const { workflow, steps } = await this.store.view(id);
    if (workflow.status === 'REVOKED')
      return `The workflow ${id}, by which the task was replaced, was cancelled: ${workflow.revokeReason}`;
    const failed = steps.find(({ status, itemOf }) => status === 'FAILURE' && itemOf === null);
    const [task] = failed ? await this.tasks.findMany([failed.taskId]) : [];
    const why = failed && task ? `: its step ${failed.name} failed: ${errorOf(task).message}` : '';
    return `The workflow ${id}, by which the task was replaced, failed${why}`;
  }

  private async resultsOf(steps: readonly StepSnapshot[]): Promise<[string, unknown][]> {
    const tasks = await this.tasks.findMany(steps.map(({ taskId }) => taskId));
    return steps.map(({ name }, i) => [name, resultOf(name, tasks[i])]);
  }
}
