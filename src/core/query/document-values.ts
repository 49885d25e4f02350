import type { DocumentCondition, DocumentTest } from './condition.js';
import { fitsPattern, storable } from './patterns.js';
import { isWithin } from './ranges.js';

const INDEX = /^(?:0|[1-9]\d{0,9})$/;

/** True if a document has a value at the path that fits, or has none and that is asked for. */
export function fitsInDocument(
  { path, anyOf, orMissing }: Pick<DocumentCondition, 'path' | 'anyOf' | 'orMissing'>,
  document: unknown,
): boolean {
  const values = valuesAt(document, path);
  if (orMissing && (values.length === 0 || values.includes(null))) return true;
  return values.some((value) => anyOf.some((test) => isFitting(test, value)));
}

/** All texts in a document, and its numbers in decimal notation. */
export function* textsIn(document: unknown): Generator<string> {
  // A list, as documents may be nested more deeply than calls.
  const left = [document];
  while (left.length > 0) {
    const value = left.pop();
    if (typeof value === 'object' && value !== null)
      for (const inner of Object.values(value)) left.push(inner);
    const text = textOf(value);
    if (text !== undefined) yield text;
  }
}

function valuesAt(document: unknown, path: readonly string[]): unknown[] {
  let values: unknown[] = document === undefined ? [] : [document];
  for (const name of path) values = values.flatMap((value) => stepInto(value, name));
  return values;
}

/** The values under a name or an index, without those that are inherited. */
function stepInto(value: unknown, name: string): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  if (name === '*') return Object.values(value);
  if (Array.isArray(value)) return INDEX.test(name) ? value.slice(Number(name), Number(name) + 1) : [];
  return Object.hasOwn(value, name) ? [Reflect.get(value, name)] : [];
}

function isFitting(test: DocumentTest, value: unknown): boolean {
  if ('isPresent' in test) return value !== null;
  return Array.isArray(value)
    ? value.some((item) => isScalarFitting(test, item))
    : isScalarFitting(test, value);
}

function isScalarFitting(test: Exclude<DocumentTest, { isPresent: true }>, value: unknown): boolean {
  if ('equals' in test) {
    const stored = typeof value === 'string' ? storable(value) : value;
    return test.equals.some((one) => one === stored);
  }
  if ('range' in test) return typeof value === 'number' && isWithin(test.range, value);
  const text = textOf(value);
  return text !== undefined && fitsPattern(test.pattern, text);
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? decimalOf(value) : undefined;
}

/** The shortest digits of a number, without an exponent: as PostgreSQL writes a number of a JSON document. */
function decimalOf(number: number): string {
  const text = String(number);
  const [, sign = '', whole = '', part = '', exponent] = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(text) ?? [];
  if (exponent === undefined) return text;
  const places = Number(exponent);
  return places > 0
    ? `${sign}${whole}${part.padEnd(places, '0')}`
    : `${sign}0.${'0'.repeat(-places - 1)}${whole}${part}`;
}
