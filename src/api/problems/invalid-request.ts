import type { InvalidScheduleError } from '../../core/schedules/schedule.errors.js';
import type { QueryError } from '../../core/query/query.js';
import type { WebhookRefusedError } from '../../core/task/queue.errors.js';
import { NamedError } from '../../platform/errors/named-error.js';
import { InvalidInputError } from '../../platform/validation/invalid-input.error.js';
import { pointerOf } from '../../platform/validation/json-pointer.js';
import type { ProblemField } from './problem.js';

/** A part of the request does not match its DTO: answered with 422 and a pointer to each invalid field. */
export class InvalidRequestError extends NamedError {
  constructor(readonly errors: readonly ProblemField[]) {
    super(errors.length === 1 ? '1 field is invalid' : `${errors.length} fields are invalid`);
  }

  /** @param prefix pointer to the task with the refused `webhook_url` */
  static atWebhook({ message }: WebhookRefusedError, prefix = ''): InvalidRequestError {
    return new InvalidRequestError([{ pointer: `${prefix}/options/webhook_url`, message }]);
  }

  /** A field of a schedule; its id is part of the path. */
  static inSchedule({ field, fault }: InvalidScheduleError): InvalidRequestError {
    if (field === 'id')
      return new InvalidRequestError([{ parameter: 'schedule_id', message: `schedule_id ${fault}` }]);
    const name = field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    return new InvalidRequestError([{ pointer: `/${name}`, message: `${name} ${fault}` }]);
  }

  /** @param place the parameter or the field of the body with the query */
  static inQuery(
    { faults }: QueryError,
    place: Pick<ProblemField, 'parameter' | 'pointer'>,
  ): InvalidRequestError {
    return new InvalidRequestError(
      faults.map(({ suggestions, ...fault }) => ({ ...place, ...fault, suggestions: [...suggestions] })),
    );
  }

  /** @param prefix pointer to the checked value in the body, e.g. `/payload` */
  static inBody(error: InvalidInputError, prefix = ''): InvalidRequestError {
    return new InvalidRequestError(
      error.problems.map(({ path, message }) => ({
        pointer: prefix + pointerOf(path),
        message,
      })),
    );
  }

  /**
   * Keeps the first problems and adds the number of omitted ones.
   *
   * @param pointer to the part of the body that contains them all
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
   * Runs a check of a part of the body that the pipe could not check.
   *
   * @param prefix pointer to that part, prepended to the pointers of its invalid fields
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
