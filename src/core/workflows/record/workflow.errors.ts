import type { WorkflowStatus } from './workflow.js';

/** No workflow has the id, or its retention is over. */
export class WorkflowNotFoundError extends Error {
  override readonly name = 'WorkflowNotFoundError';

  constructor(readonly id: string) {
    super(`No workflow has the ID ${id}: it never existed, or its retention is over.`);
  }
}

/** The action is not possible in the workflow's state. */
export class WorkflowConflictError extends Error {
  override readonly name = 'WorkflowConflictError';

  /** @param wanted the action and where it is possible: `Only a FAILURE can be retried` */
  constructor(
    readonly id: string,
    readonly status: WorkflowStatus,
    wanted: string,
  ) {
    super(`${wanted}; the workflow is ${status}.`);
  }
}
