import type { Condition, JsonScalar, Pattern } from '../../core/index.js';
import { INDEX } from './document-sql.js';
import { storable } from '../rows/stored-text.js';
import type { Parameters } from './parameters.js';
import { isLikeOneOf, likeOf } from './patterns-sql.js';

type DocumentCondition = Extract<Condition, { readonly kind: 'document' }>;
type TextualCondition = Extract<Condition, { readonly kind: 'text' | 'tag' | 'document' | 'anywhere' }>;

/** The indexed text of a task (migration 0002). */
const TEXT = 'task_text(name, error_type, error_message, tags, payload)';
/** Ends a text that was cut. */
const MARK = 'qzxwcutjq';
/** Trigrams are made of three letters or digits in a row; which others are letters depends on the database. */
const TRIGRAM = /[a-z\d]{3}/;
/** Each step that may be a name or an index doubles the documents to look for. */
const MOST_INDEXES = 3;

/** A condition that contains all documents with one of the values at the path; undefined if an index cannot find them. */
export function byValue(condition: DocumentCondition, parameters: Parameters): string | undefined {
  const { document, path, anyOf } = condition;
  if (document === 'progress' || path.includes('*')) return undefined;
  if (path.filter((step) => INDEX.test(step)).length > MOST_INDEXES) return undefined;
  if (document === 'result' && path.length === 0) return undefined; // a result that is null has no document
  const values: JsonScalar[] = [];
  for (const test of anyOf) {
    if (!('equals' in test)) return undefined;
    values.push(...test.equals);
  }
  const documents = values.flatMap((value) => around(path, [storable(value), [storable(value)]]));
  return `${document} @> ANY(${parameters.add(
    documents.map((one) => JSON.stringify(one)),
    'jsonb[]',
  )})`;
}

/** All documents that have one of the values at the path, and nothing else. */
function around(path: readonly string[], values: readonly unknown[]): unknown[] {
  return path.reduceRight<unknown[]>(
    (inner, step) =>
      inner.flatMap((value) => [
        Object.fromEntries([[storable(step), value]]),
        ...(INDEX.test(step) ? [[value]] : []),
      ]),
    [...values],
  );
}

/** A condition that contains all tasks with one of the texts; undefined if an index cannot find them. */
export function byText(condition: TextualCondition, parameters: Parameters): string | undefined {
  const patterns = patternsOf(condition);
  if (patterns === undefined || patterns.length === 0) return undefined;
  if (!patterns.every((pattern) => pattern.some((piece) => TRIGRAM.test(piece)))) return undefined;
  const spellings = patterns.flatMap((pattern) => [pattern, pattern.map(escaped)]);
  const likes = new Set(spellings.map((pieces) => likeOf(['', ...pieces, ''])));
  return isLikeOneOf(TEXT, [...likes, `%${MARK}`], parameters);
}

export function isTextual(condition: Condition): condition is Condition & TextualCondition {
  return condition.kind !== 'status' && condition.kind !== 'number' && condition.kind !== 'time';
}

/** The texts to look for; undefined if another part of a task may fit. */
function patternsOf(condition: TextualCondition): readonly Pattern[] | undefined {
  switch (condition.kind) {
    case 'text':
      return condition.fields.every((field) => textual.has(field)) ? condition.anyOf : undefined;
    case 'tag':
    case 'anywhere':
      return condition.anyOf;
    case 'document':
      return condition.document === 'payload' ? patternsInDocument(condition) : undefined;
  }
}

const textual: ReadonlySet<string> = new Set(['name', 'error.type', 'error.message']);

function patternsInDocument({ anyOf }: DocumentCondition): Pattern[] | undefined {
  const patterns: Pattern[] = [];
  for (const test of anyOf) {
    if ('pattern' in test) patterns.push(test.pattern);
    else if ('equals' in test && test.equals.every(isText))
      patterns.push(...test.equals.map((value) => [lowerAscii(String(value))]));
    else return undefined;
  }
  return patterns;
}

/** True for a text, and for a number that is written like one in JSON. */
function isText(value: JsonScalar): boolean {
  return typeof value === 'string' || (typeof value === 'number' && !String(value).includes('e'));
}

/** The text as it is written in JSON. */
function escaped(piece: string): string {
  return JSON.stringify(piece).slice(1, -1);
}

function lowerAscii(text: string): string {
  return text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}
