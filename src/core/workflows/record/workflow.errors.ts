import { NamedError } from '../../../platform/errors/named-error.js';
import type { WorkflowStatus } from './workflow.js';

/** No workflow has the id, or its retention is over. */
export class WorkflowNotFoundError extends NamedError {
  constructor(readonly id: string) {
    super(`No workflow has the ID ${id}: it never existed, or its retention is over.`);
  }
}

/** The action is not possible in the workflow's state. */
export class WorkflowConflictError extends NamedError {
  /** @param wanted the action and where it is possible: `Only a FAILURE can be retried` */
  constructor(
    readonly id: string,
    readonly status: WorkflowStatus,
    wanted: string,
  ) {
    super(`${wanted}; the workflow is ${status}.`);
  }
}

/** Only the history still has the workflow, and the broker can do nothing with it any more. */
export class WorkflowArchivedError extends NamedError {
  /** @param done what cannot be done any more: `cancelled` */
  constructor(
    readonly id: string,
    readonly status: WorkflowStatus,
    done: string,
  ) {
    super(`The workflow is archived: it ended as ${status} and can no longer be ${done}.`);
  }
}
