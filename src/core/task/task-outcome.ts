/**
 * Throw it from `run` to end the task as FAILURE at once, whatever attempts are left: the error will not go away by
 * trying again (a refused address, a recipient that does not exist). The `cause`, if there is one, gives the type.
 */
export class DiscardTask extends Error {
  override readonly name = 'DiscardTask';
}

/**
 * Throw it from `run` to fail the attempt, as any error does, where the other side says how long to wait (Retry-After):
 * the next attempt, if one is left, waits at least `afterMs`. The `cause`, if there is one, gives the type.
 */
export class RetryTask extends Error {
  override readonly name = 'RetryTask';

  /** @param afterMs what is less than the wait of the task's `backoff` changes nothing */
  constructor(
    message: string,
    readonly afterMs: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * Throw it from `run` to have the task run again later, without that counting as a failed attempt: what it needs is
 * not there yet.
 */
export class SnoozeTask extends Error {
  override readonly name = 'SnoozeTask';

  /** @param delayMs not before so many ms from now */
  constructor(readonly delayMs: number) {
    super(`Snoozed for ${delayMs} ms`);
  }
}

/** Why the signal of a task aborts that someone cancelled. */
export class TaskCancelledError extends Error {
  override readonly name = 'TaskCancelledError';

  constructor(readonly reason: string) {
    super(`The task was cancelled: ${reason}`);
  }
}

/** Why the signal of a task aborts that runs longer than its `timeoutMs`, and how its attempt ends. */
export class TimeoutError extends Error {
  override readonly name = 'TimeoutError';

  constructor(readonly timeoutMs: number) {
    super(`The attempt took longer than its time limit of ${timeoutMs} ms`);
  }
}
