import { NamedError } from '../../platform/errors/named-error.js';

/** The worker stops before the task is done: the task is requeued, and the attempt does not count. */
export class GivenBackError extends NamedError {
  constructor() {
    super('The worker is stopping: the task returns to its queue');
  }
}

/** The worker was unreachable for too long: the task may run elsewhere, and this attempt's outcome is not recorded. */
export class LockLostError extends NamedError {
  constructor() {
    super('The worker lost its lock on the task');
  }
}

/** The quarantine process of the task died. */
export class ProcessDiedError extends NamedError {
  /** @param how an exit code or a signal */
  constructor(readonly how: string) {
    super(`The process that executed the task died: ${how}`);
  }
}

/** The task has crashed the process that executed it repeatedly, the last time alone: it is not run again. */
export class WorkerCrashError extends NamedError {}

/**
 * The task cannot start before a certain time, because of its rate limit, or because the broker did not answer: it waits
 * in the broker, and the attempt does not count.
 */
export class HeldError extends NamedError {
  /** @param until ms since 1970 */
  constructor(readonly until: number) {
    super('The task cannot start yet');
  }
}

/** The limits of its type have set the task aside: it no longer belongs to this worker, and the attempt does not count. */
export class AsideError extends NamedError {
  constructor() {
    super('The type of the task is paused, or as many tasks of it run as may');
  }
}

/** The task waits for other tasks without a place in a worker: its next start goes on with their results. */
export class ParkedError extends NamedError {
  /** @param park moves the job, given the token of its lock; false if another worker has it */
  constructor(readonly park: (token: string) => Promise<boolean>) {
    super('The task is waiting for other tasks');
  }
}

/** The task was not started by its `expiresAt`. */
export class ExpiredError extends NamedError {
  constructor() {
    super('expired');
  }
}
