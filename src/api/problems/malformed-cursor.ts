/** A cursor that does not come from one of our pages: 400. */
export class MalformedCursorError extends Error {
  override readonly name = 'MalformedCursorError';

  constructor() {
    super('Invalid cursor: pass next_cursor from the previous page unchanged, or leave cursor out.');
  }
}
