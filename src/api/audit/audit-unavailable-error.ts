import { reasonOf } from '../../core/redis/broker.errors.js';

/** What is about to be done cannot be entered in the audit log: so it is not done. */
export class AuditUnavailableError extends Error {
  override readonly name = 'AuditUnavailableError';

  constructor(cause: unknown) {
    super(
      `Nothing was done: it could not be entered in the audit log before (${reasonOf(cause)}). Try again in a moment.`,
      { cause },
    );
  }
}
