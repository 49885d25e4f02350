import { NamedError } from '../../platform/errors/named-error.js';

/**
 * The broker did not respond, or reported that it cannot work. The command may have been executed anyway, with its
 * reply lost.
 */
export class BrokerUnavailableError extends NamedError {
  constructor(cause: unknown, what = 'Broker unavailable') {
    super(`${what}: ${reasonOf(cause)}`, { cause });
  }
}

/** The Redis user lacks a permission. The log and `/health` name it. */
export class BrokerForbiddenError extends BrokerUnavailableError {
  constructor(cause: unknown) {
    super(cause, 'Permission denied by the broker');
  }
}

/**
 * A key in the broker has a value of a wrong type: it was overwritten. The command may have been executed partly. The
 * log and `/health` name the key.
 */
export class BrokerCorruptError extends NamedError {
  constructor(cause: unknown) {
    super(`A key in the broker has the wrong type: ${reasonOf(cause)}`, { cause });
  }
}

/** Replaces the client's message for a lost connection, which mentions its options. */
export function reasonOf(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  return message.startsWith("Stream isn't writeable") ? 'not connected' : message;
}
