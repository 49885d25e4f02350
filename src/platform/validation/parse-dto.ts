import 'reflect-metadata';
import { REDACTED } from '../redaction/redacted.js';
import type { Dto } from './dto.js';
import { DtoChecker } from './dto-checker.js';
import { DtoMaker } from './dto-maker.js';
import { shown } from './findings.js';
import { type InputProblem, InvalidInputError } from './invalid-input.error.js';

/**
 * Converts an unknown value to an instance of its DTO, or throws InvalidInputError. Nothing is dropped: unknown
 * properties are refused. HTTP, queue and worker use the same check.
 *
 * @param subject name of the value in messages, e.g. `the payload of math.divide`
 * @param secrets paths of fields whose values must not appear in messages (`platform/redaction/field-paths.ts`)
 * @param isStored true for a value that was accepted before: rules that became stricter since are skipped
 */
export function parseDto<T extends object>(
  dto: Dto<T>,
  value: unknown,
  subject = 'the value',
  secrets: readonly string[] = [],
  isStored = false,
): T {
  if (!isObject(value)) throw new InvalidInputError(subject, [noObject(value, secrets)]);
  const maker = new DtoMaker();
  const instance = maker.make(dto, value);
  const checker = new DtoChecker(maker, secrets, isStored);
  checker.check(dto, instance, undefined);
  const { problems } = checker.findings;
  if (problems.length > 0) throw new InvalidInputError(subject, problems);
  return instance;
}

export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The problem of a value that is not even an object. */
export function noObject(value: unknown, secrets: readonly string[]): InputProblem {
  const got = secrets.length > 0 ? REDACTED : shown(value);
  return { path: [], message: `must be an object, got ${got}` };
}
