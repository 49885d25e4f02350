import type { Task, Workflow } from './api-types.js';

/** An RFC 9457 problem, as every error answer of the API carries it. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  /** For programs: `task-not-found`, `validation`, … `not-a-problem` if the answer does not come from the API. */
  readonly code: string;
  readonly errors?: readonly {
    readonly pointer?: string;
    readonly parameter?: string;
    readonly message: string;
  }[];
}

/** The API refused a request. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';

  constructor(readonly problem: Problem) {
    super(problem.detail ?? problem.title);
  }

  get status(): number {
    return this.problem.status;
  }

  get code(): string {
    return this.problem.code;
  }
}

/** The API did not answer. The request may or may not have been carried out. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError';
}

/** A task is FAILURE. The message is that of its error. */
export class TaskFailedError extends Error {
  override readonly name = 'TaskFailedError';

  constructor(readonly task: Task) {
    super(task.error?.message ?? `Task ${task.task_id} has failed`);
  }

  get id(): string {
    return this.task.task_id;
  }

  /** The class of the task's last error, such as `RangeError`. */
  get type(): string {
    return this.task.error?.type ?? 'Error';
  }
}

/** A task is REVOKED: it was cancelled, or has expired. */
export class TaskRevokedError extends Error {
  override readonly name = 'TaskRevokedError';

  constructor(readonly task: Task) {
    super(`Task ${task.task_id} was revoked and has no result: ${task.revoke_reason ?? 'no reason given'}`);
  }

  get id(): string {
    return this.task.task_id;
  }

  /** That of its cancel, `expired`, or `replaced by <task_id>`. */
  get reason(): string | null {
    return this.task.revoke_reason;
  }
}

/** A workflow is FAILURE or REVOKED. */
export class WorkflowFailedError extends Error {
  override readonly name = 'WorkflowFailedError';

  constructor(readonly workflow: Workflow) {
    const failed = Object.entries(workflow.steps).filter(([, { status }]) => status === 'FAILURE');
    const steps = failed.length === 0 ? '' : `, failed steps: ${failed.map(([name]) => name).join(', ')}`;
    super(`Workflow ${workflow.workflow_id} is ${workflow.status}${steps}`);
  }
}

/** A task or workflow has not ended in time. It goes on, and can be awaited again. */
export class ResultTimeoutError extends Error {
  override readonly name = 'ResultTimeoutError';

  constructor(
    readonly id: string,
    readonly timeoutMs: number,
  ) {
    super(`${id} has not ended within ${timeoutMs} ms, and goes on`);
  }
}

/** True if the same request may succeed later. */
export function isTransient(error: unknown): boolean {
  if (error instanceof ProblemError) return error.status === 429 || error.status >= 500;
  return error instanceof UnreachableError;
}
