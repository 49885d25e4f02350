import { NamedError } from '../../platform/errors/named-error.js';

/** Neither the client itself nor anyone who shares has a view of this name. */
export class ViewNotFoundError extends NamedError {
  constructor(name: string) {
    super(`View ${JSON.stringify(name.slice(0, 100))} not found. GET /views lists them.`);
  }
}
