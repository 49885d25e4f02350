import { TimeZone } from '../../../platform/timing/time-zone.js';

const DAY_MS = 86_400_000;
const UNITS_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: DAY_MS,
  w: 7 * DAY_MS,
};

const DURATION = /^(\d{1,15}(?:\.\d{1,9})?)(ms|s|m|h|d|w)$/i;
const RELATIVE = /^([+-])(\d{1,9}(?:\.\d{1,3})?)(s|m|h|d|w)$/;
const DATE = /^(\d{4}-\d\d)(?:(-\d\d)(?:T(\d\d:\d\d)(?:(:\d\d)(?:(\.\d{1,3})\d*)?)?(Z|[+-]\d\d:\d\d)?)?)?$/;
/** Days from today. */
const DAYS: Readonly<Record<string, number>> = { yesterday: -1, today: 0, tomorrow: 1 };
/** No task has a time outside of these: 1970 to 9999. */
const LAST = 253_402_300_800_000;

/** The times that a word means, in ms since 1970: from `start` to before `end`. */
export interface Period {
  readonly start: number;
  readonly end: number;
}

/** A duration with a unit in ms, `1.5m`; undefined if it is none. */
export function durationMs(text: string): number | undefined {
  const [, amount, unit = ''] = DURATION.exec(text) ?? [];
  const unitMs = UNITS_MS[unit.toLowerCase()];
  return amount === undefined || unitMs === undefined ? undefined : Math.round(Number(amount) * unitMs);
}

/** A word for a time as it is kept: `2026-01-05T10:00Z`, `-2h`, `today`. Undefined if it is none. */
export function timeWord(text: string): string | undefined {
  const word = /^\d/.test(text) ? text.toUpperCase().replace(' ', 'T') : text.toLowerCase();
  return periodOf(word, 0, UTC) && word;
}

/** True if the word is a moment, which has no duration: `now`, `-2h`. */
export function isMoment(word: string): boolean {
  return word === 'now' || RELATIVE.test(word);
}

/**
 * The period of a word: a day, a month, a minute, a second or a millisecond. A time without an offset is local in the
 * zone. Undefined if the word is none.
 */
export function periodOf(word: string, now: number, zone: TimeZone): Period | undefined {
  const days = Object.hasOwn(DAYS, word) ? DAYS[word] : undefined;
  const period =
    days === undefined ? (momentOf(word, now) ?? datePeriod(word, zone)) : dayOf(days, now, zone);
  return period && { start: clamped(period.start), end: clamped(period.end) };
}

function momentOf(word: string, now: number): Period | undefined {
  const [, sign, amount, unit = ''] = RELATIVE.exec(word) ?? [];
  if (word !== 'now' && sign === undefined) return undefined;
  const distance = word === 'now' ? 0 : Number(amount) * (UNITS_MS[unit] ?? 0);
  const start = Math.round(sign === '-' ? now - distance : now + distance);
  return { start, end: start + 1 };
}

function dayOf(days: number, now: number, zone: TimeZone): Period {
  const local = now + zone.offset(now);
  const midnight = local - (local % DAY_MS) + days * DAY_MS;
  return { start: zone.instantOf(midnight).at, end: zone.instantOf(midnight + DAY_MS).at };
}

function datePeriod(word: string, zone: TimeZone): Period | undefined {
  const [whole, month, day = '-01', minute = '00:00', second = ':00', part = '.', offset] =
    DATE.exec(word) ?? [];
  if (whole === undefined) return undefined;
  const text = `${month}${day}T${minute}${second}${part.padEnd(4, '0')}`;
  const local = Date.parse(`${text}Z`);
  // The 30th of February is read as the 2nd of March.
  if (Number.isNaN(local) || new Date(local).toISOString() !== `${text}Z`) return undefined;
  const end = local + lengthOf(word, local);
  const shift = offset === undefined ? undefined : offsetMs(offset);
  if (Number.isNaN(shift)) return undefined;
  if (shift !== undefined) return { start: local - shift, end: end - shift };
  return { start: zone.instantOf(local).at, end: zone.instantOf(end).at };
}

/** The length of the named period: a month, a day, a minute, a second or a millisecond. */
function lengthOf(word: string, local: number): number {
  if (word.length === '2026-01'.length) {
    const date = new Date(local);
    return date.setUTCMonth(date.getUTCMonth() + 1) - local;
  }
  if (!word.includes('T')) return DAY_MS;
  if (word.includes('.')) return 1;
  return /T\d\d:\d\d:/.test(word) ? 1_000 : 60_000;
}

/** NaN for an offset of a day or more. */
function offsetMs(offset: string): number {
  if (offset === 'Z') return 0;
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4));
  if (minutes >= 24 * 60 || Number(offset.slice(4)) >= 60) return NaN;
  return (offset.startsWith('-') ? -1 : 1) * minutes * 60_000;
}

function clamped(at: number): number {
  return Math.min(Math.max(at, 0), LAST);
}

const UTC = new TimeZone('UTC');
