import 'reflect-metadata';
import { inspect } from 'node:util';
import { plainToInstance } from 'class-transformer';
import { type ValidationError, validateSync } from 'class-validator';

/** A class whose class-validator decorators describe a shape. */
export type Dto<T extends object> = new () => T;

/** One thing that is wrong: where (`[]` is the value as a whole, `['options', 'tags', '0']` is deep in it), and what. */
export interface InputProblem {
  readonly path: readonly string[];
  readonly message: string;
}

/** The value is not what its DTO asks for. `problems` has every violation, not only the first. */
export class InvalidInputError extends Error {
  override readonly name = 'InvalidInputError';

  constructor(
    readonly subject: string,
    readonly problems: readonly InputProblem[],
  ) {
    super(`${subject} is not valid: ${problems.map(sentence).join('; ')}`);
  }
}

/**
 * Turns an unknown value into an instance of its DTO, or throws InvalidInputError. Properties that the DTO does not
 * know are refused. The same check serves HTTP, the queue and the worker.
 *
 * @param subject how the value is called in messages, e.g. `the payload of math.divide`
 */
export function parseDto<T extends object>(dto: Dto<T>, value: unknown, subject = 'the value'): T {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InvalidInputError(subject, [{ path: [], message: `must be an object, got ${shown(value)}` }]);
  }
  const instance = plainToInstance(dto, value);
  const errors = validateSync(instance, {
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: false, // a DTO without properties is a legitimate payload
  });
  if (errors.length > 0) throw new InvalidInputError(subject, flatten(errors, []));
  return instance;
}

function flatten(errors: readonly ValidationError[], parent: readonly string[]): InputProblem[] {
  return errors.flatMap((error) => {
    const path = [...parent, error.property];
    const own = Object.values(error.constraints ?? {}).map((message) => ({
      path,
      message: `${message}, got ${shown(error.value)}`,
    }));
    return [...own, ...flatten(error.children ?? [], path)];
  });
}

function sentence({ path, message }: InputProblem): string {
  return path.length > 1 ? `${path.join('.')}: ${message}` : message;
}

/** A short picture of what came: long values and structures are named, not repeated. */
function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = typeof value === 'string' ? JSON.stringify(value) : inspect(value);
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
}
