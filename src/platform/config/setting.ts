import { LONGEST_TIMER_MS } from '../validation/rules/bounds.js';
import { REDACTED } from '../redaction/redacted.js';
import { urlFault } from './url-rules.js';

/** How one environment variable is read: its name, what it means, its default and how its text is parsed. */
export interface Setting<T> {
  readonly variable: string;
  readonly description: string;
  /** The text that stands for an unset or empty variable; undefined where the setting is optional. */
  readonly fallback: string | undefined;
  /** Turns the text into the value, or throws an Error whose message says what was expected. */
  readonly parse: (text: string) => T;
  /** True when its value, or a part of it, must not be seen. */
  readonly isSecret?: true;
}

/** A setting that always has a value, because it has a default. */
export function setting<T>(
  variable: string,
  parse: (text: string) => T,
  fallback: string,
  description: string,
): Setting<T> {
  return { variable, parse, fallback, description };
}

/** A setting that is undefined unless the environment has it. */
export function optional<T>(
  variable: string,
  parse: (text: string) => T,
  description: string,
): Setting<T | undefined> {
  return { variable, parse, fallback: undefined, description };
}

/** The same setting, whose value no message, log or picture of the configuration shows. */
export function secret<T>(one: Setting<T>): Setting<T> {
  return { ...one, isSecret: true };
}

/** A value as it may be shown: a wrong one helps to find the mistake, but not where it is a secret. */
export function shownValue({ isSecret }: Setting<unknown>, value: unknown): unknown {
  return isSecret && value !== undefined ? REDACTED : value;
}

/** Any text that is not empty. */
export const text = (value: string): string => value;

/** A text on one line, that log lines and records can have in their middle. */
export function oneLine(maxLength: number): (value: string) => string {
  return (value) => {
    if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(value) || value.length > maxLength)
      throw new Error(`1 to ${maxLength} characters on one line, without control characters`);
    return value;
  };
}

/** An absolute URL with one of the given schemes, e.g. `url('smtp', 'smtps')`. It is a secret: it may have a password. */
export function url(...schemes: string[]): (value: string) => string {
  return (value) => {
    const fault = urlFault(value, schemes);
    if (fault !== undefined) throw new Error(fault);
    return value;
  };
}

/** A whole number in decimal digits, within both bounds. */
export function integer(minimum: number, maximum = Number.MAX_SAFE_INTEGER): (value: string) => number {
  return (value) => {
    const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
    if (!(number >= minimum && number <= maximum))
      throw new Error(`a whole number from ${minimum} to ${maximum}`);
    return number;
  };
}

/** A duration in whole ms, by default up to what a timer can wait. */
export function milliseconds(minimum: number, maximum = LONGEST_TIMER_MS): (value: string) => number {
  return integer(minimum, maximum);
}

/** `true` or `false`, nothing else: `0`, `no` and `off` would be guesses. */
export function boolean(value: string): boolean {
  if (value !== 'true' && value !== 'false') throw new Error('true or false');
  return value === 'true';
}

/** One of the given words. */
export function oneOf<const T extends string>(...words: T[]): (value: string) => T {
  return (value) => {
    const found = words.find((word) => word === value);
    if (found === undefined) throw new Error(`one of ${words.join(', ')}`);
    return found;
  };
}
