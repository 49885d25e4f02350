import type { WebhookRefusedError } from '../../core/task/queue.errors.js';
import { InvalidInputError } from '../../platform/validation/parse-dto.js';
import type { ProblemField } from './problem.js';

/** Some part of a request is not what its DTO asks for: answered with 422 and a pointer to each offending field. */
export class InvalidRequestError extends Error {
  override readonly name = 'InvalidRequestError';

  constructor(readonly errors: readonly ProblemField[]) {
    super(errors.length === 1 ? '1 field is invalid' : `${errors.length} fields are invalid`);
  }

  /** @param prefix where in the body the task stands whose `webhook_url` is refused */
  static atWebhook({ message }: WebhookRefusedError, prefix = ''): InvalidRequestError {
    return new InvalidRequestError([{ pointer: `${prefix}/options/webhook_url`, message }]);
  }

  /** @param prefix where in the body the checked value stands, e.g. `/payload` */
  static inBody(error: InvalidInputError, prefix = ''): InvalidRequestError {
    return new InvalidRequestError(
      error.problems.map(({ path, message }) => ({
        pointer: prefix + path.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''),
        message,
      })),
    );
  }

  /**
   * The same with its first problems only, and how many more there are.
   *
   * @param pointer to what they are all in
   */
  first(count: number, pointer: string): InvalidRequestError {
    const more = this.errors.length - count;
    if (more <= 0) return this;
    const rest = { pointer, message: `and ${more} more problems that are not listed` };
    const cut = new InvalidRequestError([...this.errors.slice(0, count), rest]);
    cut.message = this.message;
    return cut;
  }

  /**
   * Runs what checks a part of the body that the pipe could not check.
   *
   * @param prefix where in the body that part stands: so do the pointers to its wrong fields
   */
  static async locating<T>(prefix: string, run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (error) {
      throw error instanceof InvalidInputError ? InvalidRequestError.inBody(error, prefix) : error;
    }
  }

  static inParameters(error: InvalidInputError): InvalidRequestError {
    return new InvalidRequestError(
      error.problems.map(({ path, message }) => ({ parameter: path.join('.'), message })),
    );
  }
}
