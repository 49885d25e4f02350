import { InvalidArgumentError } from 'commander';

const UNITS_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

const DURATION = /^(\d{1,12}(?:\.\d{1,6})?)(ms|s|min|m|h|d|w)?$/;
const DAY = /^\d{4}-\d\d-\d\d$/;
const TIME = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)?$/i;

/** A whole number from 0. For commander: `.option('--limit <n>', '…', wholeNumber)`. */
export function wholeNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('Write a whole number.');
  return Number(text);
}

/** Milliseconds of `250ms`, `5s`, `1.5m`, `2h`, `1d`, `1w`. A number without a unit is in seconds. */
export function durationMs(text: string): number {
  const [, number, unit = 's'] = DURATION.exec(text) ?? [];
  if (number === undefined)
    throw new InvalidArgumentError('Write a duration such as 250ms, 30s, 5m, 2h or 1d.');
  return Math.round(Number(number) * (UNITS_MS[unit] ?? 0));
}

/** The optional duration of `--wait [duration]`: a word that follows it by mistake gets advice. */
export function waitMs(text: string): number {
  if (DURATION.test(text)) return durationMs(text);
  throw new InvalidArgumentError('Write --wait at the end of the line, or with a duration: --wait=30s.');
}

/** `100/1m`, `5/s` */
export function rate(text: string): { max: number; duration_ms: number } {
  const [max = '', time = '', ...rest] = text.split('/');
  if (time === '' || rest.length > 0) throw new InvalidArgumentError('Write a rate such as 100/1m or 5/s.');
  return { max: wholeNumber(max), duration_ms: durationMs(/^\d/.test(time) ? time : `1${time}`) };
}

/** A parser that takes one word as itself. It is not null yet: commander takes a null for an option without a value. */
export function orWord<T, Word extends string>(
  word: Word,
  parse: (text: string) => T,
): (text: string) => T | Word {
  return (text) => (text === word ? word : parse(text));
}

/** RFC 3339 of a time such as `2026-12-01`, `2026-12-01T08:00`, or from now: `+10m`, `-1h`. UTC, unless it has an offset. */
export function timeArgument(text: string): string {
  const [, sign, duration] = /^([+-])(.+)$/.exec(text) ?? [];
  if (duration !== undefined)
    return new Date(Date.now() + (sign === '-' ? -1 : 1) * durationMs(duration)).toISOString();
  const [, offset] = TIME.exec(text) ?? [];
  const time = DAY.test(text) || offset !== undefined ? text : `${text}Z`;
  const ms = DAY.test(text) || TIME.test(text) ? Date.parse(time.replace(' ', 'T')) : Number.NaN;
  if (Number.isNaN(ms))
    throw new InvalidArgumentError('Write a time such as 2026-12-01T08:00Z, or from now such as +10m.');
  return new Date(ms).toISOString();
}

/** Adds a repeated option to the list of its values: `.option('--tag <tag>', '…', collected, [])`. */
export function collected(value: string, before: readonly string[]): string[] {
  return [...before, value];
}
