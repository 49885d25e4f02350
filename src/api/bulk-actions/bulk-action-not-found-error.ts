import { NamedError } from '../../platform/errors/named-error.js';

/** No bulk action has this id: it never existed, or was deleted after a week. */
export class BulkActionNotFoundError extends NamedError {
  constructor(readonly id: string) {
    super(`Bulk action ${JSON.stringify(id.slice(0, 100))} not found. GET /bulk-actions lists them.`);
  }
}
