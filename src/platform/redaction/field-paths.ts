/**
 * A field path is names joined by dots, such as `credentials.token`. `*` matches every item of an array or every value
 * of an object: `items.*.secret`. Names that contain a dot cannot be written.
 */
const EVERY = '*';
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

/** The known paths of `T`: five levels deep, and any string where `T` is not specific. */
export type FieldPath<T, Depth extends readonly 0[] = []> = Depth['length'] extends 5
  ? string
  : T extends readonly (infer Item)[]
    ? typeof EVERY | `${typeof EVERY}.${FieldPath<Item, [...Depth, 0]>}`
    : T extends object
      ? [keyof T] extends [never]
        ? string
        : {
            [K in keyof T & string]: K | `${K}.${FieldPath<NonNullable<T[K]>, [...Depth, 0]>}`;
          }[keyof T & string]
      : never;

/**
 * Returns a copy of the value with `change` applied at each path. The original stays unchanged; only the branches that
 * lead to a change are copied. Paths without a match are ignored.
 *
 * @param change called with the value found and its path
 */
export function changedAt(
  value: unknown,
  paths: readonly string[],
  change: (found: unknown, path: string) => unknown,
): unknown {
  return paths.reduce(
    (changed, path) => changedAlong(changed, path.split('.'), (found) => change(found, path)),
    value,
  );
}

function changedAlong(
  value: unknown,
  [name, ...rest]: readonly string[],
  change: (found: unknown) => unknown,
): unknown {
  if (name === undefined) return change(value);
  if (typeof value !== 'object' || value === null) return value;
  const names = Object.keys(value).filter((key) => name === EVERY || name === key);
  if (names.length === 0) return value;
  const copy: object = Array.isArray(value) ? [...(value as unknown[])] : { ...value };
  for (const key of names) {
    const changed = changedAlong(Reflect.get(value, key), rest, change);
    // Defined, not assigned: `__proto__` is an ordinary name in JSON.
    Object.defineProperty(copy, key, {
      value: changed,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return copy;
}

/** All values at the paths. */
export function valuesAt(value: unknown, paths: readonly string[]): unknown[] {
  const found: unknown[] = [];
  changedAt(value, paths, (one) => found.push(one));
  return found;
}

/** True if the place equals, contains or lies inside one of the paths, so that showing it would show their values. */
export function touches(paths: readonly string[], place: readonly string[]): boolean {
  return paths.some((path) => canMeet(path.split('.'), place));
}

function canMeet(a: readonly string[], b: readonly string[]): boolean {
  const shared = Math.min(a.length, b.length);
  return a.slice(0, shared).every((name, i) => name === EVERY || b[i] === EVERY || name === b[i]);
}

/** Checks a list of paths for mistakes. Returns a message for people, or undefined. */
export function faultOf(paths: readonly string[]): string | undefined {
  for (const [i, path] of paths.entries()) {
    const names = path.split('.');
    if (names.some((name) => name === '' || FORBIDDEN.has(name)))
      return `${JSON.stringify(path)} is not a path: give names joined by dots, such as credentials.token or items.*.secret`;
    const other = paths.slice(0, i).find((one) => canMeet(one.split('.'), names));
    if (other !== undefined)
      return `${other} and ${path} overlap: they can be the same field, or one can be part of the other`;
  }
  return undefined;
}
