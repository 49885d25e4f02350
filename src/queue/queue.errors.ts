import type { TaskStatus } from './task-snapshot.js';

/** No submitted task has this id: it never existed, or its retention is over. */
export class TaskNotFoundError extends Error {
  override readonly name = 'TaskNotFoundError';

  constructor(readonly id: string) {
    super(
      `No task has the id ${JSON.stringify(id.slice(0, 100))}: it was never submitted, or its result has expired.`,
    );
  }
}

/** No task of this codebase has this name. */
export class UnknownTaskError extends Error {
  override readonly name = 'UnknownTaskError';

  constructor(
    readonly task: string,
    readonly known: readonly string[],
  ) {
    super(`No task is named ${JSON.stringify(task.slice(0, 100))}. Known are: ${known.join(', ')}.`);
  }
}

/**
 * The broker did not answer, or said that it cannot work. What was asked of it may have happened all the same: a
 * command can be executed and its reply lost.
 */
export class BrokerUnavailableError extends Error {
  override readonly name = 'BrokerUnavailableError';

  constructor(cause: unknown) {
    super(`The broker does not answer: ${reasonOf(cause)}`, { cause });
  }
}

/** The client's own words for a lost connection speak of its options. */
function reasonOf(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  return message.startsWith("Stream isn't writeable") ? 'there is no connection to it' : message;
}

/** The modules are wired in a way that cannot work: refuses to boot, and says how to put it right. */
export class WiringError extends Error {
  override readonly name = 'WiringError';
}

/** What was asked of a task does not fit the state that it is in. */
export class StateConflictError extends Error {
  override readonly name = 'StateConflictError';

  /** @param wanted what was asked for and where it is possible, e.g. `Only a FAILURE can be retried` */
  constructor(
    readonly id: string,
    readonly status: TaskStatus,
    wanted: string,
  ) {
    super(`${wanted}; the task is ${status}.`);
  }
}

/** A payload is larger, as JSON, than MAX_PAYLOAD_BYTES. */
export class PayloadTooLargeError extends Error {
  override readonly name = 'PayloadTooLargeError';

  constructor(
    readonly bytes: number,
    readonly limitBytes: number,
  ) {
    super(`The payload has ${bytes} bytes as JSON; at most ${limitBytes} are taken (MAX_PAYLOAD_BYTES).`);
  }
}
