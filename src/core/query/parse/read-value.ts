import { nearestNames } from '../../../platform/validation/nearest-name.js';
import { taskStatuses } from '../../task/task-status.js';
import { type QueryField, insteadOfStatus } from '../query-fields.js';
import type { RangeOf, Value } from '../query.js';
import { durationMs, isMoment, timeWord } from './times.js';
import { type Written, afterOperator, isBare, isQuoted, piecesOf, plainText, splitAt } from './written.js';

const MAX_WILDCARDS = 10;
/** Longer texts can be found in time only if they are not made to be found slowly. */
const MAX_TEXT = 250;
const NUMBER = /^\d{1,30}(?:\.\d{1,30})?(?:e[+-]?\d{1,3})?$/i;
const SIGNED = /^-?\d{1,30}(?:\.\d{1,30})?(?:e[+-]?\d{1,3})?$/i;
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** A value that is none, and what may have been meant. */
export interface Mistake {
  readonly message: string;
  readonly suggestions: readonly string[];
}

type Reading = Value | Mistake;

/** Reads one alternative of a field's values. It is not empty. */
export function readValue(field: QueryField, written: Written): Reading {
  if (isBare(written) && plainText(written).toLowerCase() === 'null' && field.kind !== 'status')
    return { kind: 'null' };
  switch (field.kind) {
    case 'status':
      return readWord(written, taskStatuses, insteadOfStatus);
    case 'choice':
      return readWord(written, field.words, {});
    case 'number':
      return readNumber(written, numberIn, 'a number, such as 3, >3 or 1..3');
    case 'duration':
      return readNumber(written, durationIn, 'a duration, such as >5000, >5s or 1.5m..3m');
    case 'time':
      return readTime(written);
    case 'document':
      return readInDocument(written);
    case 'id':
      return readId(written);
    default:
      return isEmptyProse(field, written) ? mistake('This text is empty.') : readText(written);
  }
}

/** A text with wildcards, of a field or free. */
export function readText(written: Written): Reading {
  const start = written.chunks[0];
  if (start?.isQuoted === false && /^[<>]/.test(start.text))
    return mistake(
      `A text cannot be compared by ${start.text.charAt(0)}. Quote it to search for that character.`,
    );
  return textValue(written);
}

export function isMistake(reading: Reading): reading is Mistake {
  return 'message' in reading;
}

export function isUuid(text: string): boolean {
  return UUID.test(text);
}

function textValue(written: Written): Reading {
  const pieces = piecesOf(written);
  if (pieces.length - 1 > MAX_WILDCARDS)
    return mistake(
      `A value may have up to ${MAX_WILDCARDS} wildcards, and this one has ${pieces.length - 1}.`,
    );
  const longest = Math.max(...pieces.map((piece) => piece.length));
  if (longest > MAX_TEXT)
    return mistake(`A text may have up to ${MAX_TEXT} characters, and this one has ${longest}.`);
  return { kind: 'text', pieces, isQuoted: pieces.length === 1 && !isBare(written) };
}

/** Every text contains the empty one. */
function isEmptyProse(field: QueryField, written: Written): boolean {
  return field.kind === 'prose' && plainText(written) === '';
}

function readWord(
  written: Written,
  words: readonly string[],
  insteadOf: Readonly<Record<string, readonly string[]>>,
): Reading {
  const text = plainText(written);
  const lower = text.toLowerCase();
  const word = words.find((each) => each.toLowerCase() === lower);
  if (word !== undefined) return { kind: 'text', pieces: [word], isQuoted: false };
  const start = lower.replace(/\*$/, '');
  const meant = words.filter(
    (each) => insteadOf[each]?.includes(lower) || (start !== '' && each.toLowerCase().startsWith(start)),
  );
  return {
    message: `${shown(text)} must be one of ${words.join(', ')}.`,
    suggestions: meant.length > 0 ? meant : nearestNames(text, words, 3),
  };
}

function readId(written: Written): Reading {
  const reading = textValue(written);
  if (isMistake(reading) || reading.kind !== 'text') return reading;
  const pieces = reading.pieces.map((piece) => piece.toLowerCase());
  const [first = ''] = pieces;
  if (pieces.length === 1 && !isUuid(first))
    return {
      message: `${shown(first)} is not an ID: IDs are UUIDs. Write * for the part that you do not know.`,
      suggestions: /^[\da-f-]{1,35}$/.test(first) ? [`${first}*`] : [],
    };
  return { kind: 'text', pieces, isQuoted: false };
}

function readNumber(
  written: Written,
  bound: (text: string) => number | undefined,
  expected: string,
): Reading {
  const range = rangeIn(written, bound);
  if (range === undefined) return mistake(`${shown(plainText(written))} is not ${expected}.`);
  return orderedNumbers(range);
}

function orderedNumbers(range: RangeOf<number>): Reading {
  const { from, to } = range;
  if (from !== undefined && to !== undefined && from > to)
    return { message: `${from} is greater than ${to}.`, suggestions: [`${to}..${from}`] };
  return { kind: 'number', range };
}

function numberIn(text: string): number | undefined {
  return NUMBER.test(text) ? finite(Number(text)) : undefined;
}

function durationIn(text: string): number | undefined {
  return durationMs(text) ?? numberIn(text);
}

function signedNumberIn(text: string): number | undefined {
  return SIGNED.test(text) ? finite(Number(text)) : undefined;
}

/** Also turns -0 into 0. */
function finite(number: number): number | undefined {
  return Number.isFinite(number) ? number + 0 : undefined;
}

function readTime(written: Written): Reading {
  const range = rangeIn(written, timeWord);
  const text = plainText(written);
  if (range === undefined) {
    const isBackwards = /^[<>]?=?\d+(?:\.\d+)?[smhdw]$/.test(text);
    return {
      message: `${shown(text)} is not a time, such as >-2h, today, 2026-01-05 or 2026-01-05T10:00Z.`,
      suggestions: isBackwards ? [text.replace(/\d/, '-$&')] : [],
    };
  }
  const { from } = range;
  if (from !== undefined && from === range.to && isMoment(from))
    return {
      message: `${shown(from)} is a moment: write < or > before it.`,
      suggestions: [`>${from}`, `<${from}`],
    };
  return { kind: 'time', range };
}

function readInDocument(written: Written): Reading {
  if (isQuoted(written)) return textValue(written);
  const isCompared = written.chunks[0]?.isQuoted === false && /^[<>]/.test(written.chunks[0].text);
  const range =
    isCompared || splitAt(written, '..').length === 2 ? rangeIn(written, signedNumberIn) : undefined;
  if (range !== undefined) return orderedNumbers(range);
  if (isCompared)
    return mistake(
      `${shown(plainText(written))} does not compare with a number. Quote it to search for that text.`,
    );
  return textValue(written);
}

/** `a`, `>a`, `>=a`, `<a`, `<=a`, `a..b`, `a..` or `..b`; undefined if a bound is none. */
function rangeIn<Bound>(
  written: Written,
  bound: (text: string) => Bound | undefined,
): RangeOf<Bound> | undefined {
  for (const operator of ['>=', '<=', '>', '<'] as const) {
    const rest = afterOperator(written, operator);
    if (rest !== undefined) return comparison(operator, bound(plainText(rest)));
  }
  const [first, last, ...others] = splitAt(written, '..').map(({ text }) => text);
  if (first === undefined || others.length > 0) return undefined;
  const from = bound(first);
  if (last === undefined) return from === undefined ? undefined : { from, to: from };
  const to = bound(last);
  const isOpen = first === '' || last === '';
  if (isOpen) return first === '' ? comparison('<=', to) : comparison('>=', from);
  return from === undefined || to === undefined ? undefined : { from, to };
}

function comparison<Bound>(
  operator: '>=' | '<=' | '>' | '<',
  bound: Bound | undefined,
): RangeOf<Bound> | undefined {
  if (bound === undefined) return undefined;
  switch (operator) {
    case '>=':
      return { from: bound };
    case '>':
      return { from: bound, excludesFrom: true };
    case '<=':
      return { to: bound };
    case '<':
      return { to: bound, excludesTo: true };
  }
}

/** A text in a message: in quotes, and cut if it is long. */
export function shown(text: string): string {
  return JSON.stringify(text.length <= 60 ? text : `${text.slice(0, 59)}…`);
}

export function mistake(message: string): Mistake {
  return { message, suggestions: [] };
}
