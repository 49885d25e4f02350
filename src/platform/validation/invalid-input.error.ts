import { NamedError } from '../errors/named-error.js';

/** One problem of a value. `path` is `[]` for the whole value, or for example `['options', 'tags', '0']`. */
export interface InputProblem {
  readonly path: readonly string[];
  readonly message: string;
}

/** The value does not match its DTO. `problems` lists every mistake, up to MAX_PROBLEMS. */
export class InvalidInputError extends NamedError {
  constructor(
    readonly subject: string,
    readonly problems: readonly InputProblem[],
  ) {
    super(`${subject} is not valid: ${problems.map(sentence).join('; ')}`);
  }
}

function sentence({ path, message }: InputProblem): string {
  return path.length > 1 ? `${path.join('.')}: ${message}` : message;
}
