/** A cursor that no page of ours has given: 400. */
export class MalformedCursorError extends Error {
  override readonly name = 'MalformedCursorError';

  constructor() {
    super('Invalid cursor: pass next_cursor from the previous page unchanged, or leave cursor out.');
  }
}
