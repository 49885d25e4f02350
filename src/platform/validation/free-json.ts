/**
 * A copy of a value that no DTO describes: every key, every item and their order as they came, also keys that each
 * object inherits (`toString`, `constructor`, `__proto__`). What is neither a list nor a plain object is not copied.
 */
export function copyOfJson(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return Array.from(value, copyOfJson);
  if (!isPlain(value)) return value;
  const copy: Record<string, unknown> = {};
  for (const name of Object.keys(value)) define(copy, name, copyOfJson(Reflect.get(value, name)));
  return copy;
}

/** Neither a list nor an instance of a class. */
export function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Sets an own property under any name: an assignment to `__proto__` would set the prototype. */
export function define(owner: object, name: string, value: unknown): void {
  if (name in Object.prototype)
    Object.defineProperty(owner, name, { value, enumerable: true, configurable: true, writable: true });
  else (owner as Record<string, unknown>)[name] = value;
}
