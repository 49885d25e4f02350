import type { PythonError } from './result-meta.js';

/** Length at which Celery cuts what is for display. */
const MAX_LENGTH = 1_024;
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };
/** Python prints no control, format, private or unassigned characters, and of the spaces only the ordinary one. */
const UNPRINTABLE = /[\\\p{C}]|(?! )\p{Z}/gu;

/** A JSON value as Python's `repr` shows it, cut at a length. */
export function pythonRepr(value: unknown, maxLength = MAX_LENGTH): string {
  return reprBy(maxLength, (writer) => writer.writeValue(value));
}

/** Positional arguments as Python shows them: `()`, `(1,)`, `(1, 2)`. */
export function pythonReprOfArgs(args: readonly unknown[], maxLength = MAX_LENGTH): string {
  return reprBy(maxLength, (writer) => writer.writeList('(', args, args.length === 1 ? ',)' : ')'));
}

/** An error as Python shows it: `ZeroDivisionError('division by zero')`. */
export function pythonReprOfError(
  { type, args }: Pick<PythonError, 'type' | 'args'>,
  maxLength = MAX_LENGTH,
): string {
  return reprBy(maxLength, (writer) => writer.writeList(`${type}(`, args, ')'));
}

function reprBy(maxLength: number, write: (writer: ReprWriter) => void): string {
  const writer = new ReprWriter(maxLength);
  write(writer);
  if (writer.text.length <= maxLength) return writer.text;
  return `${writer.text.slice(0, maxLength - 3).replace(/[\uD800-\uDBFF]$/, '')}...`;
}

/** Stops soon after the maximum: a message may be large, and all but its beginning is thrown away. */
class ReprWriter {
  text = '';

  constructor(private readonly maxLength: number) {}

  writeValue(value: unknown): void {
    if (this.isFull) return;
    if (typeof value === 'string') this.text += reprOfText(value.slice(0, this.maxLength + 1));
    else if (typeof value === 'number') this.text += reprOfNumber(value);
    else if (typeof value === 'boolean') this.text += value ? 'True' : 'False';
    else if (typeof value !== 'object' || value === null) this.text += 'None';
    else if (Array.isArray(value)) this.writeList('[', value, ']');
    else this.writeObject(value);
  }

  writeList(opening: string, items: readonly unknown[], closing: string): void {
    this.text += opening;
    for (const [i, item] of items.entries()) {
      if (this.isFull) return;
      if (i > 0) this.text += ', ';
      this.writeValue(item);
    }
    this.text += closing;
  }

  private writeObject(value: object): void {
    this.text += '{';
    for (const [i, name] of Object.keys(value).entries()) {
      if (this.isFull) return;
      if (i > 0) this.text += ', ';
      this.writeValue(name);
      this.text += ': ';
      this.writeValue(Reflect.get(value, name));
    }
    this.text += '}';
  }

  private get isFull(): boolean {
    return this.text.length > this.maxLength;
  }
}

function reprOfText(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replace(UNPRINTABLE, escapeOf);
  return quote + (quote === "'" ? escaped.replaceAll("'", "\\'") : escaped) + quote;
}

function escapeOf(character: string): string {
  const known = ESCAPES[character];
  if (known !== undefined) return known;
  const hex = (character.codePointAt(0) ?? 0).toString(16);
  if (hex.length <= 2) return `\\x${hex.padStart(2, '0')}`;
  return hex.length <= 4 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}

/** Whole numbers are integers: JSON does not tell `1.0` from `1`. */
function reprOfNumber(value: number): string {
  const text = String(value);
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  const [digits = '', exponent] = value.toExponential().split('e');
  // JavaScript writes 0.00001 and 1e-7, Python 1e-05 and 1e-07.
  if (Number(exponent) >= -4 && !text.includes('e')) return text;
  return `${digits}e${Number(exponent) < 0 ? '-' : '+'}${String(Math.abs(Number(exponent))).padStart(2, '0')}`;
}
