import { NamedError } from '../../../platform/errors/named-error.js';
import type { TaskError } from '../task-error.js';
import type { TaskStatus } from '../task-status.js';

/** The awaited task ended as FAILURE. The message is that of its last error. */
export class TaskFailedError extends NamedError {
  /** The class of the task's last error, e.g. `RangeError`. */
  readonly type: string;

  constructor(
    readonly id: string,
    error: TaskError,
  ) {
    super(error.message);
    this.type = error.type;
  }
}

/** The awaited task was REVOKED: it has no result. */
export class TaskRevokedError extends NamedError {
  /** @param reason that of its cancel, `expired`, or `replaced by <task_id>` */
  constructor(
    readonly id: string,
    readonly reason: string,
  ) {
    super(`Task ${id} was revoked and has no result: ${reason}`);
  }
}

/** The awaited task did not end in time. It goes on, and can be awaited again. */
export class ResultTimeoutError extends NamedError {
  constructor(
    readonly id: string,
    readonly status: TaskStatus,
    readonly timeoutMs: number,
  ) {
    super(`Task ${id} has not ended within ${timeoutMs} ms: it is ${status}, and goes on.`);
  }
}
