import { NamedError } from '../../platform/errors/named-error.js';

/**
 * Throw it from `run` to end the task as FAILURE at once, without further attempts, when a retry cannot help (a refused
 * address, a recipient that does not exist). The recorded error type is that of `cause`, if set.
 */
export class DiscardTask extends NamedError {}

/**
 * Throw it from `run` to fail the attempt like any error, with a minimum delay set by the other side (Retry-After): the
 * next attempt, if there is one, waits at least `afterMs`. The recorded error type is that of `cause`, if set.
 */
export class RetryTask extends NamedError {
  /** @param afterMs has no effect if it is less than the delay of the task's `backoff` */
  constructor(
    message: string,
    readonly afterMs: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * Throw it from `run` to run the task again later without counting a failed attempt, when something that it needs is
 * not available yet.
 */
export class SnoozeTask extends NamedError {
  /** @param delayMs minimum delay in ms */
  constructor(readonly delayMs: number) {
    super(`Snoozed for ${delayMs} ms`);
  }
}

/** Thrown by `replaceWith`: the task ends when a workflow ends, with its result. */
export class ReplaceTask extends NamedError {
  /** @param definition JSON of a WorkflowDefinition */
  constructor(readonly definition: string) {
    super('Replaced by a workflow');
  }
}

/** Reason of the aborted signal of a cancelled task. */
export class TaskCancelledError extends NamedError {
  constructor(readonly reason: string) {
    super(`The task was cancelled: ${reason}`);
  }
}

/** Reason of the aborted signal, and error of the attempt, when a task exceeds its `timeoutMs`. */
export class TimeoutError extends NamedError {
  constructor(readonly timeoutMs: number) {
    super(`The attempt exceeded its time limit of ${timeoutMs} ms`);
  }
}
