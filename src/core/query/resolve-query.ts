import { TimeZone } from '../../platform/timing/time-zone.js';
import { type TaskStatus, taskStatuses } from '../task/task-status.js';
import type {
  Condition,
  Document,
  DocumentTest,
  JsonScalar,
  Pattern,
  Range,
  TextField,
} from './condition.js';
import { isUuid } from './parse/read-value.js';
import { periodOf } from './parse/times.js';
import { partPatternOf, patternOf } from './patterns.js';
import { printTerm } from './print-query.js';
import { type QueryField, queryFields } from './query-fields.js';
import { HiddenPayloadError, type Query, type RangeOf, type Term, type Value } from './query.js';

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/i;

/** The time, the time zone and the rights of the caller. */
export interface QueryContext {
  /** ms since 1970 */
  readonly now: number;
  /** The zone of days, and of times without an offset. Default: UTC. */
  readonly timeZone?: TimeZone;
  /** False for callers who may not see payloads: free text is not searched for there, and paths into them are refused. */
  readonly seesPayloads: boolean;
}

type ValueOf<Kind extends Value['kind']> = Value & { readonly kind: Kind };

/**
 * Resolves all words of a query.
 *
 * @throws HiddenPayloadError if a term leads into payloads that the caller may not see
 */
export function conditionsOf(query: Query, context: QueryContext): Condition[] {
  return query.terms.map((term) => conditionOf(term, context));
}

/** The documents that must be read to know whether a task fits: the result must then be read whole. */
export function documentsIn(conditions: readonly Condition[]): ReadonlySet<Document> {
  return new Set(
    conditions.flatMap((condition): Document[] => {
      if (condition.kind === 'anywhere') return condition.inPayload ? ['payload'] : [];
      return condition.kind === 'document' ? [condition.document] : [];
    }),
  );
}

function conditionOf(term: Term, context: QueryContext): Condition {
  const { target, isNegated, anyOf } = term;
  switch (target.kind) {
    case 'field':
      return { isNegated, ...fieldCondition(queryFields[target.name], anyOf, context) };
    case 'document':
      if (target.document === 'payload' && !context.seesPayloads)
        throw new HiddenPayloadError(printTerm(term));
      return {
        ...{ isNegated, kind: 'document', document: target.document, path: target.path },
        anyOf: anyOf.flatMap((value) => documentTest(value) ?? []),
        orMissing: hasNull(anyOf),
      };
    case 'anywhere':
      return { isNegated, ...freeText(texts(anyOf), context.seesPayloads) };
  }
}

type Unsigned<C> = C extends unknown ? Omit<C, 'isNegated'> : never;

function fieldCondition(
  field: QueryField,
  anyOf: readonly Value[],
  context: QueryContext,
): Unsigned<Condition> {
  const orMissing = hasNull(anyOf);
  switch (field.kind) {
    case 'status':
      return { kind: 'status', anyOf: statusesIn(anyOf) };
    case 'tag':
      return { kind: 'tag', anyOf: texts(anyOf).map(({ pieces }) => patternOf(pieces)), orMissing };
    case 'choice':
      return textCondition([field.field], anyOf, patternOf);
    case 'text':
    case 'id':
      return textCondition(field.fields, anyOf, patternOf);
    case 'prose':
      return textCondition(field.fields, anyOf, partPatternOf);
    case 'number':
    case 'duration':
      return { kind: 'number', field: field.field, anyOf: numbersIn(anyOf), orMissing };
    case 'time':
      return { kind: 'time', field: field.field, anyOf: timesIn(anyOf, context), orMissing };
    case 'document':
      throw new Error('A document is no field: the parser makes a path of it.');
  }
}

function textCondition(
  fields: readonly TextField[],
  anyOf: readonly Value[],
  pattern: (pieces: readonly string[]) => Pattern,
): Unsigned<Condition> {
  const patterns = texts(anyOf).map(({ pieces }) => pattern(pieces));
  return { kind: 'text', fields, anyOf: patterns, orMissing: hasNull(anyOf) };
}

/** IDs that are not quoted find the tasks that have them. */
function freeText(values: readonly ValueOf<'text'>[], inPayload: boolean): Unsigned<Condition> {
  const areIds = values.every(
    ({ pieces, isQuoted }) => !isQuoted && pieces.length === 1 && isUuid(pieces[0] ?? ''),
  );
  return areIds
    ? textCondition(['id'], values, patternOf)
    : { kind: 'anywhere', anyOf: values.map(({ pieces }) => partPatternOf(pieces)), inPayload };
}

function hasNull(values: readonly Value[]): boolean {
  return values.some(({ kind }) => kind === 'null');
}

function texts(values: readonly Value[]): ValueOf<'text'>[] {
  return values.filter((value) => value.kind === 'text');
}

function statusesIn(values: readonly Value[]): TaskStatus[] {
  return texts(values).flatMap(({ pieces }) => taskStatuses.find((status) => status === pieces[0]) ?? []);
}

function numbersIn(values: readonly Value[]): Range[] {
  return values.flatMap((value) => (value.kind === 'number' ? [value.range] : []));
}

function timesIn(values: readonly Value[], { now, timeZone = UTC }: QueryContext): Range[] {
  return values.flatMap((value) => (value.kind === 'time' ? [timeRange(value.range, now, timeZone)] : []));
}

/** A day is from its first millisecond to before that of the next one, so `>` a day is from then on. */
function timeRange(range: RangeOf<string>, now: number, zone: TimeZone): Range {
  const from = range.from === undefined ? undefined : periodOf(range.from, now, zone);
  const to = range.to === undefined ? undefined : periodOf(range.to, now, zone);
  return {
    ...(from && { from: range.excludesFrom ? from.end : from.start }),
    ...(to && { to: range.excludesTo ? to.start : to.end, excludesTo: true }),
  };
}

function documentTest(value: Value): DocumentTest | undefined {
  if (value.kind === 'number') return { range: value.range };
  if (value.kind !== 'text') return undefined;
  const { pieces, isQuoted } = value;
  if (pieces.length === 1) return { equals: meaningsOf(pieces[0] ?? '', isQuoted) };
  return pieces.every((piece) => piece === '') ? { isPresent: true } : { pattern: patternOf(pieces) };
}

/** The JSON values that a word may mean: `7` is a number or a text. */
function meaningsOf(word: string, isQuoted: boolean): JsonScalar[] {
  if (isQuoted) return [word];
  if (word === 'true' || word === 'false') return [word === 'true', word];
  const number = NUMBER.test(word) ? Number(word) + 0 : NaN;
  return Number.isFinite(number) ? [number, word] : [word];
}

const UTC = new TimeZone('UTC');
