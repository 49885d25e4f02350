import { define, isPlain } from '../../../platform/validation/free-json.js';
import { UnreadableMessageError } from './task-message.js';

/** The two keys by which kombu 5.3 and later mark a value that JSON does not have. */
const TYPE = '__type__';
const VALUE = '__value__';

/** Texts of such values by type; undefined for a value that kombu would not have written. */
const TEXTS = new Map<unknown, (value: unknown) => string | undefined>([
  ...['datetime', 'date', 'time', 'decimal', 'bytes', 'base64'].map((type) => [type, textOf] as const),
  ['uuid', uuidOf],
]);

/**
 * Replaces each `{ "__type__", "__value__" }` by its text, at any depth: a time as ISO 8601, a Decimal with its digits,
 * a UUID with dashes, bytes as their text or base64.
 *
 * @throws UnreadableMessageError for a type that kombu does not have
 */
export function withoutSpecialForms(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutSpecialForms);
  if (isSpecialForm(value)) return textOfForm(value);
  const copy = {};
  for (const [name, part] of Object.entries(value)) define(copy, name, withoutSpecialForms(part));
  return copy;
}

/**
 * Finds a part that a client of kombu 5.3 or later would take for a special value: it would get something else than was
 * sent, or an error.
 *
 * @returns the path of the part; undefined without one
 */
export function specialFormIn(value: unknown): readonly string[] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!Array.isArray(value) && isSpecialForm(value)) return [];
  for (const [name, part] of Object.entries(value)) {
    const path = specialFormIn(part);
    if (path !== undefined) return [name, ...path];
  }
  return undefined;
}

function isSpecialForm(value: object): boolean {
  return (
    Object.hasOwn(value, TYPE) &&
    Object.hasOwn(value, VALUE) &&
    isPlain(value) &&
    Object.keys(value).length === 2
  );
}

function textOfForm(form: object): string {
  const type: unknown = Reflect.get(form, TYPE);
  const text = TEXTS.get(type)?.(Reflect.get(form, VALUE));
  if (text !== undefined) return text;
  const name = JSON.stringify(type).slice(0, 60);
  throw new UnreadableMessageError('json', `A special value of the type ${name} cannot be read`, null, {
    type: 'DecodeError',
    module: 'kombu.exceptions',
  });
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function uuidOf(value: unknown): string | undefined {
  const hex = isPlain(value) && Object.hasOwn(value, 'hex') ? value['hex'] : undefined;
  if (typeof hex !== 'string' || !/^[\da-f]{32}$/i.test(hex)) return undefined;
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5').toLowerCase();
}
