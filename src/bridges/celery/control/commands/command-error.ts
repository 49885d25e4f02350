/** A reply with an exception of Python. */
export class CommandError extends Error {
  override readonly name = 'CommandError';

  /** @param type the name of the exception */
  constructor(
    readonly type: 'KeyError' | 'TypeError' | 'ValueError' | 'PermissionError' | 'ConnectionError',
    message: string,
  ) {
    super(message);
  }
}
