/**
 * Copies JSON that no DTO describes: all keys, items and their order, including keys that every object inherits
 * (`toString`, `constructor`, `__proto__`). Anything except lists and plain objects is returned as is.
 */
export function copyOfJson(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return Array.from(value, copyOfJson);
  if (!isPlain(value)) return value;
  const copy: Record<string, unknown> = {};
  for (const name of Object.keys(value)) define(copy, name, copyOfJson(Reflect.get(value, name)));
  return copy;
}

/** True for a plain object: not a list and not an instance of a class. */
export function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Sets an own property of any name: an assignment to `__proto__` would set the prototype. */
export function define(owner: object, name: string, value: unknown): void {
  if (name in Object.prototype)
    Object.defineProperty(owner, name, { value, enumerable: true, configurable: true, writable: true });
  else (owner as Record<string, unknown>)[name] = value;
}
