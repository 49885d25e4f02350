import type { Place } from '../../../platform/validation/place.js';

/**
 * Visits the objects and lists of a JSON value in order, each before what is in it. Takes linear time, and no more
 * stack for a deep value than for a flat one.
 *
 * @param enter returns false to leave out what is in it
 */
export function walk(value: unknown, enter: (part: object, place: Place, depth: number) => boolean): void {
  const open: { readonly part: unknown; readonly place: Place; readonly depth: number }[] = [
    { part: value, place: undefined, depth: 0 },
  ];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { part, place, depth } = next;
    if (typeof part !== 'object' || part === null || !enter(part, place, depth)) continue;
    for (const name of Object.keys(part).reverse())
      open.push({ part: Reflect.get(part, name), place: { within: place, name }, depth: depth + 1 });
  }
}
