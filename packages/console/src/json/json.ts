/**
 * JSON whose numbers keep their digits. `JSON.parse` makes 12345678901234567890 another number without a word; here such
 * a number is an ExactNumber, and is written again as it was read.
 */
export type JsonValue = null | boolean | number | string | ExactNumber | readonly JsonValue[] | JsonObject;

export interface JsonObject {
  readonly [name: string]: JsonValue;
}

/** A number that a 64-bit float, or its usual spelling, would change. */
export class ExactNumber {
  /** @param text as JSON spells it */
  constructor(readonly text: string) {}
}

/** An open string ends with the text, so that the search never goes back: there is none in valid JSON. */
const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"?|-?\d[\d.eE+-]*/g;

/** @throws SyntaxError */
export function parseJson(text: string): JsonValue {
  const plain = JSON.parse(text) as JsonValue;
  const exact: string[] = [];
  const mark = unusedMark(plain);
  const marked = text.replace(STRING_OR_NUMBER, (token) => {
    if (token.startsWith('"') || String(Number(token)) === token) return token;
    return `"${mark}${exact.push(token) - 1}"`;
  });
  if (exact.length === 0) return plain;
  const restore = (_name: string, value: unknown): unknown =>
    typeof value === 'string' && value.startsWith(mark)
      ? new ExactNumber(exact[Number(value.slice(mark.length))] ?? '')
      : value;
  return JSON.parse(marked, restore) as JsonValue;
}

/** @returns undefined for a text that is no JSON */
export function parsedOrUndefined(text: string): JsonValue | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

/** @param indent spaces for each level; 0: all in one line */
export function printJson(value: JsonValue, indent = 2, margin = ''): string {
  if (value instanceof ExactNumber) return value.text;
  if (!isList(value) && !isObject(value)) return JSON.stringify(value);
  const inner = margin + ' '.repeat(indent);
  const items = isList(value)
    ? value.map((item) => printJson(item, indent, inner))
    : Object.entries(value).map(
        ([name, item]) => `${JSON.stringify(name)}:${indent ? ' ' : ''}${printJson(item, indent, inner)}`,
      );
  const [open, close] = isList(value) ? '[]' : '{}';
  if (items.length === 0) return `${open}${close}`;
  return indent
    ? `${open}\n${inner}${items.join(`,\n${inner}`)}\n${margin}${close}`
    : `${open}${items.join(',')}${close}`;
}

/** A value within a sentence: texts without quotes, everything else as JSON. */
export function plainText(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : value === undefined ? '' : printJson(value, 0);
}

export function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !isList(value) && !(value instanceof ExactNumber);
}

export function isNumber(value: JsonValue | undefined): value is number | ExactNumber {
  return typeof value === 'number' || value instanceof ExactNumber;
}

export function isEqualJson(one: JsonValue, other: JsonValue): boolean {
  return printJson(one, 0) === printJson(other, 0);
}

/** The object with one property set, in its old place if it had one; undefined removes it. */
export function withProperty(object: JsonObject, name: string, value: JsonValue | undefined): JsonObject {
  const entries = Object.entries(object);
  const at = entries.findIndex(([one]) => one === name);
  if (value === undefined) return Object.fromEntries(entries.filter((_entry, index) => index !== at));
  if (at < 0) return Object.fromEntries([...entries, [name, value]]);
  return Object.fromEntries(entries.with(at, [name, value]));
}

/** A text that begins no string of the document. */
function unusedMark(plain: JsonValue): string {
  const text = JSON.stringify(plain);
  let mark = 'exact';
  while (text.includes(mark)) mark += 't';
  return mark;
}
