import { LONGEST_TIMER_MS } from '../validation/rules/bounds.js';
import { REDACTED } from '../redaction/redacted.js';
import { urlFault } from './url-rules.js';

/** Describes one environment variable: its name, meaning, default and parser. */
export interface Setting<T> {
  readonly variable: string;
  readonly description: string;
  /** The value of an unset or empty variable; undefined for an optional setting. */
  readonly fallback: string | undefined;
  /** Parses the text, or throws an Error whose message states what was expected. */
  readonly parse: (text: string) => T;
  /** True if the value, or a part of it, is secret. */
  readonly isSecret?: true;
}

/** A setting with a default, so it always has a value. */
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

/** Marks a setting as secret: no message, log or dump of the configuration shows its value. */
export function secret<T>(one: Setting<T>): Setting<T> {
  return { ...one, isSecret: true };
}

/** The value for display. A wrong value helps to find the mistake, but secrets are redacted. */
export function shownValue({ isSecret }: Setting<unknown>, value: unknown): unknown {
  return isSecret && value !== undefined ? REDACTED : value;
}

/** Any non-empty text. */
export const text = (value: string): string => value;

/** A single line of text, safe to embed in log lines and records. */
export function oneLine(maxLength: number): (value: string) => string {
  return (value) => {
    if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(value) || value.length > maxLength)
      throw new Error(`1 to ${maxLength} characters on one line, without control characters`);
    return value;
  };
}

/**
 * An absolute URL with one of the given schemes, e.g. `url('smtp', 'smtps')`. Treat it as a secret: it may contain a
 * password.
 */
export function url(...schemes: string[]): (value: string) => string {
  return (value) => {
    const fault = urlFault(value, schemes);
    if (fault !== undefined) throw new Error(fault);
    return value;
  };
}

/** A decimal integer within both bounds, inclusive. */
export function integer(minimum: number, maximum = Number.MAX_SAFE_INTEGER): (value: string) => number {
  return (value) => {
    const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
    if (!(number >= minimum && number <= maximum))
      throw new Error(`a whole number from ${minimum} to ${maximum}`);
    return number;
  };
}

/** A duration in whole ms. The default maximum is the longest timer. */
export function milliseconds(minimum: number, maximum = LONGEST_TIMER_MS): (value: string) => number {
  return integer(minimum, maximum);
}

/** Only `true` or `false`: the meaning of `0`, `no` and `off` would be a guess. */
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
