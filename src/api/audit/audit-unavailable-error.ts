import { reasonOf } from '../../core/redis/broker.errors.js';
import { NamedError } from '../../platform/errors/named-error.js';

/** The action could not be recorded in the audit log, so it is not performed. */
export class AuditUnavailableError extends NamedError {
  constructor(cause: unknown) {
    super(
      `Nothing was done: the audit log could not be written (${reasonOf(cause)}). Try again in a moment.`,
      { cause },
    );
  }
}
