/**
 * Where fields stand in JSON: names joined by dots, `credentials.token`; `*` is every item of an array, or every value
 * of an object: `items.*.secret`. A name that has a dot itself cannot be said.
 */
const EVERY = '*';
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

/** The paths of `T`, as far as they can be known: five levels deep, and any text where `T` does not say. */
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
 * The value with what stands at the paths replaced by what `change` makes of it. The original is left alone: only
 * what leads to a change is copied. Where a path leads nowhere, nothing happens.
 *
 * @param change gets what was found, and the path by which it was
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
    // Defined, not assigned: `__proto__` is a name like any other in JSON.
    Object.defineProperty(copy, key, {
      value: changed,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return copy;
}

/** What stands at the paths. */
export function valuesAt(value: unknown, paths: readonly string[]): unknown[] {
  const found: unknown[] = [];
  changedAt(value, paths, (one) => found.push(one));
  return found;
}

/** True when the place is one of a path, or within one, or has one within: to show it would show what is there. */
export function touches(paths: readonly string[], place: readonly string[]): boolean {
  return paths.some((path) => canMeet(path.split('.'), place));
}

function canMeet(a: readonly string[], b: readonly string[]): boolean {
  const shared = Math.min(a.length, b.length);
  return a.slice(0, shared).every((name, i) => name === EVERY || b[i] === EVERY || name === b[i]);
}

/** What is wrong with a list of paths in itself, for people; undefined when nothing is. */
export function faultOf(paths: readonly string[]): string | undefined {
  for (const [i, path] of paths.entries()) {
    const names = path.split('.');
    if (names.some((name) => name === '' || FORBIDDEN.has(name)))
      return `${JSON.stringify(path)} is no path: give names joined by dots, such as credentials.token or items.*.secret`;
    const other = paths.slice(0, i).find((one) => canMeet(one.split('.'), names));
    if (other !== undefined) return `${other} and ${path} can be the same field, or one a part of the other`;
  }
  return undefined;
}
