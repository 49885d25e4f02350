import type { WorkflowDefinition } from '../../../src/core/workflows/definition/workflow-definition.js';
import { type Part, isPart } from '../../../src/core/workflows/builder/part.js';
import { definitionOf } from '../../../src/core/workflows/builder/workflow.js';
import { TaskRegistry } from '../../../src/core/task/task-registry.js';
import { surroundingsIn } from './lone-attempt.js';
import { LoneWorkflow, type WorkflowEnd } from './lone-workflow.js';
import { RecordedSubmits } from './record-submits.js';
import type { RunnableClass } from './run-task.js';
import { type TaskDependencies, testingModule } from './testing-module.js';

/** A workflow that has ended, with what its tasks left. */
export interface WorkflowRun extends WorkflowEnd {
  /** Tasks that its tasks submitted. */
  readonly submits: RecordedSubmits;
}

/**
 * Runs a whole workflow in this process without a broker: its steps one after the other, each after its parents, with
 * references, `each`, `ifFailed`, hooks and `replaceWith`, and every attempt at once. Waits, time limits and rate limits
 * do not apply, nor do cancels.
 *
 * When a step fails for good, the steps after it in this order are REVOKED; in a worker, those that do not depend on it
 * may have run by then.
 *
 * @param tasks the classes of its tasks; `fakeTask` for one that leaves the building
 * @throws InvalidWorkflowError, as a start would
 */
export async function runWorkflow(
  workflow: WorkflowDefinition | Part<unknown>,
  tasks: readonly RunnableClass<never, unknown>[],
  dependencies: TaskDependencies = {},
): Promise<WorkflowRun> {
  const testing = await testingModule(tasks, dependencies);
  try {
    const definition = isPart(workflow) ? definitionOf(workflow) : workflow;
    const run = new LoneWorkflow(testing.get(TaskRegistry), surroundingsIn(testing));
    return { ...(await run.run(definition)), submits: testing.get(RecordedSubmits) };
  } finally {
    await testing.close();
  }
}
