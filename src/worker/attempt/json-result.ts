import { NamedError } from '../../platform/errors/named-error.js';

/** A result or progress value is not plain JSON, or too large. */
export class ResultError extends NamedError {}

/** Deeper than JSON readers need to go: some refuse 1,000 levels, and ours overflow at several thousand. */
const MAX_DEPTH = 500;
/** Longer paths are shortened in the middle. */
const MAX_PLACE = 200;

/**
 * Validates a result and returns it as it will be read.
 *
 * `JSON.stringify` would silently turn `NaN` into null, a `Date` into a text, a `Map` or a `Response` into `{}`, drop
 * functions, and fill holes in lists. Here each of these is an error with its path. Undefined properties are omitted,
 * as in JSON, and an undefined result becomes null.
 *
 * @param limitBytes MAX_RESULT_BYTES
 * @returns a copy, so that a getter or a Proxy cannot return something else later
 * @throws ResultError
 */
export function checkedResult(result: unknown, limitBytes: number): unknown {
  if (result === undefined) return null;
  const copy = new JsonCopy('result', limitBytes).of(result);
  const bytes = Buffer.byteLength(JSON.stringify(copy));
  if (bytes > limitBytes) throw tooLarge('result', String(bytes), limitBytes);
  return copy;
}

/**
 * @param name of the value in messages
 * @returns its JSON
 * @throws ResultError if JSON would change or lose a part of it, or if it is too large
 */
export function jsonOf(value: unknown, name: string, limitBytes: number): string {
  const text = JSON.stringify(new JsonCopy(name, limitBytes).of(value));
  const bytes = Buffer.byteLength(text);
  if (bytes > limitBytes) throw tooLarge(name, String(bytes), limitBytes);
  return text;
}

/** Copies one value, and refuses parts that JSON would change. */
class JsonCopy {
  private readonly parents = new Set<object>();
  /** Path of the current part. */
  private readonly path: (string | number)[];
  /** Minimum size so far in bytes: a small value can refer to its parts so often that its JSON is enormous. */
  private bytes = 0;

  constructor(
    private readonly name: string,
    private readonly limitBytes: number,
  ) {
    this.path = [name];
  }

  of(value: unknown): unknown {
    this.bytes += 1;
    this.refuseTooLarge();
    if (typeof value !== 'object' || value === null) return this.primitive(value);
    if (this.parents.has(value)) throw this.refused('a cycle');
    if (this.path.length > MAX_DEPTH) throw this.refused(`nested deeper than ${MAX_DEPTH} levels`);
    this.parents.add(value);
    const copy = this.inside(value);
    this.parents.delete(value);
    return copy;
  }

  private primitive(value: unknown): unknown {
    if (typeof value === 'boolean' || value === null) return value;
    if (typeof value === 'string') return this.text(value);
    if (Object.is(value, -0)) throw this.refused('-0');
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    throw this.refused(typeof value === 'number' ? String(value) : (NAMES.get(typeof value) ?? typeof value));
  }

  /** Counts a text by its length, without serialising a long one only to measure it. */
  private text(value: string): string {
    this.bytes += value.length;
    this.refuseTooLarge();
    return value;
  }

  private refuseTooLarge(): void {
    if (this.bytes > this.limitBytes)
      throw tooLarge(this.name, `more than ${this.limitBytes}`, this.limitBytes);
  }

  private inside(value: object): unknown {
    try {
      return Array.isArray(value) ? this.list(value) : this.object(value);
    } catch (error) {
      // The error of a getter or a Proxy may itself be unreadable.
      throw isResultError(error) ? error : this.refused('a value that cannot be read');
    }
  }

  private list(values: readonly unknown[]): unknown[] {
    const copy: unknown[] = [];
    for (let i = 0; i < values.length; i++) {
      this.path.push(i);
      if (!(i in values)) throw this.refused('a hole in a list');
      copy.push(this.of(values[i]));
      this.path.pop();
    }
    const extra = Object.keys(values)[values.length];
    if (extra === undefined) return copy;
    this.path.push(extra);
    throw this.refused('a property of a list');
  }

  private object(value: object): object {
    const changed = changedByJson(value);
    if (changed !== undefined) throw this.refused(changed);
    const copy: Record<string, unknown> = {};
    for (const key of Object.keys(value)) {
      this.path.push(key);
      this.bytes += key.length;
      const item: unknown = Reflect.get(value, key);
      const part = item === undefined ? undefined : this.of(item);
      // An assignment would set the prototype.
      if (key === '__proto__') Object.defineProperty(copy, key, { value: part, enumerable: true });
      else if (part !== undefined) copy[key] = part;
      this.path.pop();
    }
    return copy;
  }

  private refused(what: string): ResultError {
    return new ResultError(`${placeOf(this.path)} is ${what}, which JSON cannot carry. Return plain JSON.`);
  }
}

function isResultError(error: unknown): error is ResultError {
  try {
    return error instanceof ResultError;
  } catch {
    return false;
  }
}

const NAMES: ReadonlyMap<string, string> = new Map([
  ['bigint', 'a BigInt'],
  ['function', 'a function'],
  ['symbol', 'a symbol'],
]);

/**
 * Describes an object that JSON would change; undefined for a plain object or an instance of a data class. Built-in
 * types (Map, Response, a boxed number, a generator) identify themselves by their tag; objects with private fields have
 * no properties for JSON.
 */
function changedByJson(value: object): string | undefined {
  const kind = Object.prototype.toString.call(value).slice(8, -1);
  if (typeof Reflect.get(value, 'toJSON') === 'function' || kind !== 'Object')
    return `a ${classOf(value, kind)}`;
  if (Object.getOwnPropertySymbols(value).some((symbol) => isEnumerable(value, symbol)))
    return 'an object with a symbol as a key';
  if (Object.keys(value).length > 0) return undefined;
  const isPlain = isPlainObject(value) && Object.getOwnPropertyNames(value).length === 0;
  return isPlain ? undefined : `a ${classOf(value, kind)} without properties of its own`;
}

function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function isEnumerable(value: object, key: symbol): boolean {
  return Object.prototype.propertyIsEnumerable.call(value, key);
}

function classOf(value: object, kind: string): string {
  const made: unknown = Reflect.get(value, 'constructor');
  if (typeof made !== 'function' || !made.name || made === Object) return kind;
  return kind.endsWith(made.name) ? kind : made.name; // an Array Iterator is made by Iterator since Node 22
}

function tooLarge(name: string, bytes: string, limitBytes: number): ResultError {
  if (name !== 'result')
    return new ResultError(`${name} has ${bytes} bytes as JSON; at most ${limitBytes} are stored.`);
  return new ResultError(
    `The result has ${bytes} bytes as JSON; at most ${limitBytes} are stored (MAX_RESULT_BYTES). ` +
      'Store it elsewhere and return where it is.',
  );
}

/** `result.items[3].price` */
function placeOf(path: readonly (string | number)[]): string {
  const place = path
    .map((part, i) => (typeof part === 'number' ? `[${part}]` : i > 0 ? `.${part}` : part))
    .join('');
  if (place.length <= MAX_PLACE) return place;
  return `${place.slice(0, MAX_PLACE / 2)}…${place.slice(-MAX_PLACE / 2)}`;
}
