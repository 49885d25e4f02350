/** The worker stops before the task is done: it goes back to its queue, and the attempt does not count. */
export class GivenBackError extends Error {
  override readonly name = 'GivenBackError';

  constructor() {
    super('The worker stops: the task is given back to its queue');
  }
}

/** This worker was away for too long: the task may run elsewhere, and what comes of it here is not recorded. */
export class LockLostError extends Error {
  override readonly name = 'LockLostError';

  constructor() {
    super('The worker lost its lock on the task');
  }
}

/** The process died in which the task ran apart from its worker. */
export class ProcessDiedError extends Error {
  override readonly name = 'ProcessDiedError';

  /** @param how an exit code or a signal */
  constructor(readonly how: string) {
    super(`The process that executed the task died: ${how}`);
  }
}

/** The task has brought down the process that executed it, again and at last alone: it is not run again. */
export class WorkerCrashError extends Error {
  override readonly name = 'WorkerCrashError';
}

/** The task may not start before a time, because of its rate limit: it waits in the broker, and no attempt counts. */
export class HeldError extends Error {
  override readonly name = 'HeldError';

  /** @param until ms since 1970 */
  constructor(readonly until: number) {
    super('The task waits for its turn under a rate limit');
  }
}

/** The task was not started by its `expiresAt`. */
export class ExpiredError extends Error {
  override readonly name = 'ExpiredError';

  constructor() {
    super('expired');
  }
}
