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
    super(`The broker does not answer: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/** The modules are wired in a way that cannot work: refuses to boot, and says how to put it right. */
export class WiringError extends Error {
  override readonly name = 'WiringError';
}
