/** A cursor that no page of ours has given: 400. */
export class MalformedCursorError extends Error {
  override readonly name = 'MalformedCursorError';

  constructor() {
    super('The cursor is not one that a page has given: take next_cursor as it is, or leave it out.');
  }
}
