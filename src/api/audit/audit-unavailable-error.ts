import { reasonOf } from '../../core/redis/broker.errors.js';

/** The action could not be recorded in the audit log, so it is not performed. */
export class AuditUnavailableError extends Error {
  override readonly name = 'AuditUnavailableError';

  constructor(cause: unknown) {
    super(
      `Nothing was done: the audit log could not be written (${reasonOf(cause)}). Try again in a moment.`,
      { cause },
    );
  }
}
