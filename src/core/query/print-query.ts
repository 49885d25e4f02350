import type { Query, RangeOf, Target, Term, Value } from './query.js';

/** Writes a query so that it parses to the same. */
export function printQuery({ terms }: Query): string {
  return terms.map(printTerm).join(' ');
}

export function printTerm({ isNegated, target, anyOf }: Term): string {
  const values = anyOf.map((value) => printValue(value, target)).join('|');
  return `${isNegated ? '-' : ''}${printTarget(target)}${values}`;
}

function printTarget(target: Target): string {
  switch (target.kind) {
    case 'field':
      return `${target.name}:`;
    case 'document':
      return `${[target.document, ...target.path.map(printName)].join('.')}:`;
    case 'anywhere':
      return '';
  }
}

/** A name in a path. */
export function printName(name: string): string {
  return name === '*' || (name !== '' && !/[\s".:|*]/.test(name)) ? name : quoted(name);
}

function printValue(value: Value, { kind }: Target): string {
  switch (value.kind) {
    case 'null':
      return 'null';
    case 'text':
      return printText(value, kind === 'anywhere');
    case 'number':
    case 'time':
      return printRange(value.range, kind === 'document');
  }
}

function printText({ pieces, isQuoted }: Value & { readonly kind: 'text' }, isFree: boolean): string {
  const [only = ''] = pieces;
  if (pieces.length === 1) return isQuoted ? quoted(only) : only;
  const odd = isFree ? /[\s"|*:]|^[-<>(]/ : /[\s"|*]|^[<>]/;
  return pieces.map((piece) => (odd.test(piece) ? quoted(piece) : piece)).join('*');
}

/** A text as a value that means nothing else: `null` is quoted. */
export function printWord(text: string): string {
  return text === '' || /[\s"|*]|^[<>]|^null$/i.test(text) ? quoted(text) : text;
}

/** In a document, a single number is written as a range: without one, it would also be a text. */
function printRange(
  { from, to, excludesFrom, excludesTo }: RangeOf<number | string>,
  isInDocument: boolean,
): string {
  if (to === undefined) return `${excludesFrom ? '>' : '>='}${from}`;
  if (from === undefined) return `${excludesTo ? '<' : '<='}${to}`;
  return from === to && !isInDocument ? String(from) : `${from}..${to}`;
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
