/**
 * The broker did not answer, or said that it cannot work. What was asked of it may have happened all the same: a
 * command can be executed and its reply lost.
 */
export class BrokerUnavailableError extends Error {
  override readonly name: string = 'BrokerUnavailableError';

  constructor(cause: unknown, what = 'Broker unavailable') {
    super(`${what}: ${reasonOf(cause)}`, { cause });
  }
}

/** The Redis user lacks a right. The log and `/health` say which. */
export class BrokerForbiddenError extends BrokerUnavailableError {
  override readonly name = 'BrokerForbiddenError';

  constructor(cause: unknown) {
    super(cause, 'The broker refuses');
  }
}

/**
 * A key in the broker holds another type of value than it should: somebody has overwritten it. What was asked may have
 * happened in part. The log and `/health` name the key.
 */
export class BrokerCorruptError extends Error {
  override readonly name = 'BrokerCorruptError';

  constructor(cause: unknown) {
    super(`A key in the broker has a wrong type: ${reasonOf(cause)}`, { cause });
  }
}

/** The client's own words for a lost connection speak of its options. */
export function reasonOf(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  return message.startsWith("Stream isn't writeable") ? 'there is no connection to it' : message;
}
