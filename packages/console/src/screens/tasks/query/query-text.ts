/** A part of a query as it was written, such as `-tag:test`. docs/queries.md defines the language. */
export interface WrittenTerm {
  /** The whole term. */
  readonly text: string;
  /** Position of its first character in the query, from 0. */
  readonly from: number;
  readonly isNegated: boolean;
  /** The field or path before the colon, in lower case; empty for free text. */
  readonly field: string;
  /** The alternatives without their quotes. */
  readonly values: readonly string[];
}

/** Reads the terms of a query, also of one with mistakes. */
export function termsOf(query: string): readonly WrittenTerm[] {
  return splitAt(query, /\s/).map(({ text, from }) => readTerm(text, from));
}

const TASK_ID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** A list of ids as a query for any of them, since the terms of a query must all hold. Other text stays as it is. */
export function withIdsAsAlternatives(text: string): string {
  const words = text.split(/[\s,;]+/).filter((word) => word !== '');
  return words.length > 1 && words.every((word) => TASK_ID.test(word)) ? `id:${words.join('|')}` : text;
}

/** The values that a query asks for in a field: `status:FAILURE|RETRY` asks for two. Negated terms do not count. */
export function valuesOf(query: string, field: string): readonly string[] {
  return termsOf(query).find((term) => isOf(term, field))?.values ?? [];
}

/** The query without one of its terms. */
export function withoutTerm(query: string, { from, text }: WrittenTerm): string {
  return tidied(query.slice(0, from) + query.slice(from + text.length));
}

/** The query in which a field has exactly these values: its other terms for that field are gone. */
export function withValues(query: string, field: string, values: readonly string[]): string {
  return withWritten(query, field, values.map(quotedIfNeeded).join('|'));
}

/** Like `withValues`, for a value that is already written in the language: `>-1h`. Empty: the field is left out. */
export function withWritten(query: string, field: string, value: string): string {
  const term = value === '' ? '' : `${field}:${value}`;
  const terms = termsOf(query);
  const first = terms.find((one) => isOf(one, field));
  const texts = terms.map((one) => (one === first ? term : isOf(one, field) ? '' : one.text));
  return (first ? texts : [...texts, term]).filter((text) => text !== '').join(' ');
}

/** The query with a value added to those of a field, or removed if it has it. */
export function withToggled(query: string, field: string, value: string): string {
  const values = valuesOf(query, field);
  const rest = values.filter((one) => one !== value);
  return withValues(query, field, rest.length < values.length ? rest : [...values, value]);
}

/** A text as a value of a field that means nothing else: spaces, `*`, `|` and the like need quotes. */
export function quotedIfNeeded(text: string): string {
  return text === '' || /[\s"|*]|^[<>]|\.\.|^null$/i.test(text)
    ? `"${text.replace(/["\\]/g, '\\$&')}"`
    : text;
}

function isOf(term: WrittenTerm, field: string): boolean {
  return term.field === field && !term.isNegated;
}

function readTerm(text: string, from: number): WrittenTerm {
  const isNegated = text.startsWith('-') && text.length > 1;
  const body = isNegated ? text.slice(1) : text;
  const [head = { text: '' }] = splitAt(body, /[:|]/);
  const hasField = body[head.text.length] === ':';
  const values = splitAt(hasField ? body.slice(head.text.length + 1) : body, /\|/);
  return {
    ...{ text, from, isNegated },
    field: hasField ? head.text.toLowerCase() : '',
    values: values.map((value) => unquoted(value.text)),
  };
}

interface Part {
  readonly text: string;
  readonly from: number;
}

/** The parts between separators that stand outside of quotes; empty parts are left out. */
function splitAt(text: string, separator: RegExp): Part[] {
  const parts: Part[] = [];
  let from = 0;
  let isQuoted = false;
  for (let at = 0; at <= text.length; at++) {
    const character = text[at];
    if (isQuoted && character === '\\') at += 1;
    else if (character === '"') isQuoted = !isQuoted;
    else if (character === undefined || (!isQuoted && separator.test(character))) {
      if (at > from) parts.push({ text: text.slice(from, at), from });
      from = at + 1;
    }
  }
  if (from < text.length) parts.push({ text: text.slice(from), from });
  return parts;
}

function unquoted(text: string): string {
  return text.includes('"') ? text.replace(/\\(.)|"/gs, '$1') : text;
}

function tidied(query: string): string {
  return splitAt(query, /\s/)
    .map(({ text }) => text)
    .join(' ');
}
