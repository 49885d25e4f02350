import 'reflect-metadata';
import { inspect } from 'node:util';
import { plainToInstance } from 'class-transformer';
import { type ValidationError, validateSync } from 'class-validator';
import { isNested } from './dto-fields.js';
import { plainCopy } from './plain-copy.js';
import { isSurelyValid } from './sure-check.js';
import { REDACTED } from '../redaction/redacted.js';
import { touches } from '../redaction/field-paths.js';

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
 * @param secrets paths of fields whose values no message repeats (`redaction/field-paths.ts`)
 */
export function parseDto<T extends object>(
  dto: Dto<T>,
  value: unknown,
  subject = 'the value',
  secrets: readonly string[] = [],
): T {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const got = secrets.length > 0 ? REDACTED : shown(value);
    throw new InvalidInputError(subject, [{ path: [], message: `must be an object, got ${got}` }]);
  }
  const instance = plainCopy(dto, value) ?? instanceOf(dto, value, subject);
  if (isSurelyValid(dto, instance)) return instance;
  const errors = validateSync(instance, {
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: false, // a DTO without properties is a legitimate payload
  });
  if (errors.length > 0) throw new InvalidInputError(subject, flatten(errors, [], secrets));
  return instance;
}

/**
 * class-transformer takes an object's `constructor` for its class, even where it is a key of somebody's JSON (a result
 * of a task, a body that was fetched): what holds such a key passes it by, as it is. Where a DTO stands for the field,
 * no such key is taken: it would pass by the DTO too.
 */
function instanceOf<T extends object>(dto: Dto<T>, value: object, subject: string): T {
  if (Object.hasOwn(value, 'constructor'))
    throw new InvalidInputError(subject, [
      { path: ['constructor'], message: 'property constructor should not exist' },
    ]);
  const odd = Object.entries(value).filter(([, part]) => holdsConstructor(part));
  if (odd.length === 0) return plainToInstance(dto, value);
  const checked = odd.find(([name]) => isNested(dto, name));
  if (checked !== undefined)
    throw new InvalidInputError(subject, [
      { path: [checked[0]], message: `${checked[0]} must have no key constructor` },
    ]);
  const rest = Object.entries(value).filter(([name]) => !odd.some(([other]) => other === name));
  return Object.assign(plainToInstance(dto, Object.fromEntries(rest)), Object.fromEntries(odd));
}

function holdsConstructor(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.hasOwn(value, 'constructor') || Object.values(value).some(holdsConstructor);
}

function flatten(
  errors: readonly ValidationError[],
  parent: readonly string[],
  secrets: readonly string[],
): InputProblem[] {
  return errors.flatMap((error) => {
    const path = [...parent, error.property];
    const say = sayerOf(error, touches(secrets, path));
    const own = Object.values(error.constraints ?? {}).map((message) => ({
      path,
      message: say(message, error),
    }));
    return [...own, ...flatten(error.children ?? [], path, secrets)];
  });
}

/** What the DTO does not know may be a secret that was misspelt, or meant for another place: it is only named. */
function sayerOf(
  { constraints }: ValidationError,
  isSecret: boolean,
): (message: string, error: ValidationError) => string {
  if (constraints !== undefined && 'whitelistValidation' in constraints) return (message) => message;
  return isSecret ? withoutValue : withValue;
}

function withValue(message: string, { value }: ValidationError): string {
  return `${message}, got ${shown(value)}`;
}

/** A message of the DTO's own may repeat the value (`$value`). */
function withoutValue(message: string, { value }: ValidationError): string {
  const text = String(value);
  const safe = text === '' ? message : message.replaceAll(text, () => REDACTED);
  return `${safe}, got ${value === undefined ? 'nothing' : REDACTED}`;
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
