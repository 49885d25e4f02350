import { type Bounds, TIMES, faultOf, isWithin, mustBe } from '../../../platform/validation/rules/bounds.js';
import { deduplicateModes } from './deduplicate.js';
import { optionBounds } from './option-bounds.js';
import { QUEUE_NAME } from '../queue-name.js';
import { backoffTypes } from './retry-policy.js';

/**
 * A message about a wrong value, to follow the option's name: ` must be …`, or `.delayMs must be …` for a nested one.
 * Undefined for a valid value.
 */
export type OptionCheck = (value: unknown) => string | undefined;

export function number(bounds: Bounds): OptionCheck {
  return (value) => withName(faultOf(value, bounds));
}

export function oneOf(words: readonly string[]): OptionCheck {
  const expected = `one of ${words.join(', ')}`;
  return (value) => (words.some((word) => word === value) ? undefined : withName(mustBe(expected, value)));
}

export function queueName(value: unknown): string | undefined {
  const isRight = typeof value === 'string' && QUEUE_NAME.test(value);
  return isRight ? undefined : withName(mustBe('the name of a queue', value));
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== ''
    ? undefined
    : withName(mustBe('a text that is not empty', value));
}

export function texts(value: unknown): string | undefined {
  const isRight = Array.isArray(value) && value.every((one) => text(one) === undefined);
  return isRight ? undefined : withName(mustBe('a list of texts that are not empty', value));
}

export function time(value: unknown): string | undefined {
  const isRight = value instanceof Date && isWithin(value.getTime(), TIMES);
  return isRight ? undefined : withName(mustBe('a valid Date in the years 0 to 9999', value));
}

export function errorClasses(value: unknown): string | undefined {
  const isRight = Array.isArray(value) && value.length > 0 && value.every((one) => isClass(one));
  return isRight ? undefined : withName(mustBe('a list of error classes that is not empty', value));
}

/** An arrow function has no prototype, and `instanceof` would throw. */
function isClass(value: unknown): boolean {
  return typeof value === 'function' && typeof value.prototype === 'object' && value.prototype !== null;
}

/** An object with these fields. */
export function object(fields: Readonly<Record<string, OptionCheck>>): OptionCheck {
  const checks = Object.entries(fields);
  return (value) => {
    if (typeof value !== 'object' || value === null) return withName(mustBe('an object', value));
    for (const [name, check] of checks) {
      const fault = check(Reflect.get(value, name));
      if (fault !== undefined) return `.${name}${fault}`;
    }
    return undefined;
  };
}

function optional(check: OptionCheck): OptionCheck {
  return (value) => (value === undefined ? undefined : check(value));
}

export const backoffCheck = object({
  type: optional(oneOf(backoffTypes)), // without a type, every wait is the same
  delayMs: number(optionBounds.backoff.delayMs),
  maxMs: optional(number(optionBounds.backoff.maxMs)),
  jitter: optional(number(optionBounds.backoff.jitter)),
});

export const deduplicateCheck = object({
  key: (value) => (Array.isArray(value) ? texts(value) : text(value)),
  mode: oneOf(deduplicateModes),
  ttlMs: optional(number(optionBounds.deduplicate.ttlMs)),
});

/** Adds the space between the option's name and the message. */
function withName(fault: string | undefined): string | undefined {
  return fault === undefined ? undefined : ` ${fault}`;
}
