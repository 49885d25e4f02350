import 'reflect-metadata';
import { REDACTED } from '../redaction/redacted.js';
import { DtoChecker } from './dto-checker.js';
import { DtoMaker } from './dto-maker.js';
import { shown } from './findings.js';

/** A class whose class-validator decorators describe a shape. */
export type Dto<T extends object> = new () => T;

/** One thing that is wrong: where (`[]` is the value as a whole, `['options', 'tags', '0']` is deep in it), and what. */
export interface InputProblem {
  readonly path: readonly string[];
  readonly message: string;
}

/** The value is not what its DTO asks for. `problems` has each mistake, up to MAX_PROBLEMS of them. */
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
 * Turns an unknown value into an instance of its DTO, or throws InvalidInputError. The instance has everything that
 * the value had: properties that the DTO does not know are refused. The same check serves HTTP, the queue and the worker.
 *
 * @param subject how the value is called in messages, e.g. `the payload of math.divide`
 * @param secrets paths of fields whose values no message repeats (`platform/redaction/field-paths.ts`)
 * @param isStored whether the value was accepted before: rules that became stricter since do not count
 */
export function parseDto<T extends object>(
  dto: Dto<T>,
  value: unknown,
  subject = 'the value',
  secrets: readonly string[] = [],
  isStored = false,
): T {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const got = secrets.length > 0 ? REDACTED : shown(value);
    throw new InvalidInputError(subject, [{ path: [], message: `must be an object, got ${got}` }]);
  }
  const maker = new DtoMaker();
  const instance = maker.make(dto, value);
  const checker = new DtoChecker(maker, secrets, isStored);
  checker.check(dto, instance, undefined);
  const { problems } = checker.findings;
  if (problems.length > 0) throw new InvalidInputError(subject, problems);
  return instance;
}

function sentence({ path, message }: InputProblem): string {
  return path.length > 1 ? `${path.join('.')}: ${message}` : message;
}
