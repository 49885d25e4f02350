import { NamedError } from '../../platform/errors/named-error.js';

/** A cursor that does not come from one of our pages: 400. */
export class MalformedCursorError extends NamedError {
  constructor() {
    super('Invalid cursor: pass next_cursor from the previous page unchanged, or leave cursor out.');
  }
}
