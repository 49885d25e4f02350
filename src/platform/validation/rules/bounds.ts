import { inspect } from 'node:util';

/** Accepted numbers: integers from `minimum` to `maximum`, inclusive. */
export interface Bounds {
  readonly minimum: number;
  readonly maximum: number;
  /** Accepts fractions too. */
  readonly hasFractions?: true;
  /** Unit of the number, shown in messages. */
  readonly unit?: 'ms';
}

/** The longest duration that is accepted: a year. */
export const YEAR_MS = 31_536_000_000;

/** The longest delay of one JavaScript timer; a longer one would fire at once. See `timing/long-timer.ts`. */
export const LONGEST_TIMER_MS = 2_147_483_647;

/** A duration in whole milliseconds, up to a year. */
export function durationFrom(minimum: number): Bounds {
  return { minimum, maximum: YEAR_MS, unit: 'ms' };
}

/** RFC 3339 years have four digits: the times from 0000-01-01 to the end of 9999, in ms since 1970. */
export const TIMES: Bounds = { minimum: -62_167_219_200_000, maximum: 253_402_300_799_999 };

/** True if the value is a number within the bounds. */
export function isWithin(value: unknown, { minimum, maximum, hasFractions }: Bounds): value is number {
  if (typeof value !== 'number' || !(value >= minimum && value <= maximum)) return false;
  return hasFractions === true || Number.isSafeInteger(value);
}

/**
 * Describes why a value is out of bounds, to follow its name: `must be a whole number of ms from 0 to 1000, but is
 * NaN`.
 *
 * @returns undefined if it is within the bounds
 */
export function faultOf(value: unknown, bounds: Bounds): string | undefined {
  return isWithin(value, bounds) ? undefined : mustBe(expectationOf(bounds), value);
}

/** Returns, for example, `a whole number of ms from 0 to 1000`. */
export function expectationOf({ minimum, maximum, hasFractions, unit }: Bounds): string {
  const number = hasFractions ? 'a number' : 'a whole number';
  return `${number}${unit ? ` of ${unit}` : ''} from ${minimum} to ${maximum}`;
}

/** Returns `must be …, but is …` with the value in short source notation. */
export function mustBe(expected: string, value: unknown): string {
  const shown = inspect(value, { depth: 0, breakLength: Infinity, maxStringLength: 50, maxArrayLength: 3 });
  return `must be ${expected}, but is ${shown}`;
}
