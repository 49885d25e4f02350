import { NamedError } from '../../../../platform/errors/named-error.js';

/** A reply with an exception of Python. */
export class CommandError extends NamedError {
  /** @param type the name of the exception */
  constructor(
    readonly type: 'KeyError' | 'TypeError' | 'ValueError' | 'PermissionError' | 'ConnectionError',
    message: string,
  ) {
    super(message);
  }
}
