import { types } from 'node:util';
import type { InputProblem } from './invalid-input.error.js';

/** Far deeper than any real data. A circular value exceeds it too. */
const MAX_DEPTH = 500;

/**
 * Finds the first part of a value that JSON would change or lose: a hole in a list, NaN, a Map, a circular reference.
 */
export function jsonFaultIn(value: unknown): InputProblem | undefined {
  const path: string[] = [];
  const fault = faultIn(value, path);
  return fault === undefined ? undefined : { path, message: `${path.at(-1) ?? 'the value'} ${fault}` };
}

function faultIn(value: unknown, path: string[]): string | undefined {
  if (typeof value !== 'object') return faultOfPrimitive(value);
  if (value === null) return undefined;
  if (path.length > MAX_DEPTH) return `is nested deeper than ${MAX_DEPTH} levels, or contains itself`;
  const keys = Object.keys(value);
  const fault = Array.isArray(value) ? faultOfList(value, keys) : faultOfObject(value);
  if (fault !== undefined || value instanceof Date) return fault;
  for (const key of keys) {
    const part: unknown = Reflect.get(value, key);
    // JSON omits it, like a missing property.
    if (part === undefined && !Array.isArray(value)) continue;
    path.push(key);
    const within = faultIn(part, path);
    if (within !== undefined) return within;
    path.pop();
  }
  return undefined;
}

function faultOfPrimitive(value: unknown): string | undefined {
  if (typeof value === 'string' || typeof value === 'boolean') return undefined;
  if (typeof value !== 'number')
    return `is ${value === undefined ? 'undefined' : `a ${typeof value}`}: JSON has none`;
  if (Object.is(value, -0)) return 'is -0, which JSON writes as 0';
  return Number.isFinite(value)
    ? undefined
    : `is ${value}: JSON has no such number, and a worker would have got null`;
}

function faultOfList(list: readonly unknown[], keys: readonly string[]): string | undefined {
  if (keys.length < list.length) return 'is a list with holes, which JSON fills with null';
  return keys.length > list.length ? 'is a list with properties, which JSON leaves out' : undefined;
}

/**
 * A class with plain data survives; one with its own toJSON or with hidden content does not. A Date is read back as
 * text.
 */
function faultOfObject(value: object): string | undefined {
  if (value instanceof Date)
    return Number.isNaN(value.getTime()) ? 'is an invalid Date, which JSON writes as null' : undefined;
  const isHidden =
    types.isBoxedPrimitive(value) ||
    types.isRegExp(value) ||
    types.isPromise(value) ||
    types.isNativeError(value);
  const isCollection = types.isMap(value) || types.isSet(value) || types.isAnyArrayBuffer(value);
  if (!isHidden && !isCollection && !ArrayBuffer.isView(value) && !hasOwnJson(value)) return undefined;
  return `is a ${value.constructor.name}, which JSON would change. Give plain JSON`;
}

function hasOwnJson(value: object): boolean {
  return typeof (value as { readonly toJSON?: unknown }).toJSON === 'function';
}
