import { ReplaceTask } from '../../task/task-outcome.js';
import { type Part, isPart } from '../builder/part.js';
import { definitionOf } from '../builder/workflow.js';
import type { WorkflowDefinition } from '../definition/workflow-definition.js';

/**
 * Ends the running task by a workflow: `return replaceWith(chain(…))`. The task waits for the workflow without a place in
 * a worker, and ends as it ends, with its result: that of its last step, or of all last steps by their names. It throws,
 * so that nothing after it runs.
 *
 * @param workflow may be nested in others up to a depth of 32
 */
export function replaceWith(workflow: WorkflowDefinition | Part<unknown>): never {
  throw new ReplaceTask(JSON.stringify(isPart(workflow) ? definitionOf(workflow) : workflow));
}
