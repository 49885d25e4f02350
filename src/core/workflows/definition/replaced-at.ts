import { define } from '../../../platform/validation/free-json.js';
import type { Place } from '../../../platform/validation/place.js';

/**
 * A copy of a JSON value with other values at some places, none of which is inside another. Only what leads to these
 * places is copied, and each part once.
 */
export function replacedAt(
  root: unknown,
  replacements: readonly { readonly place: Place; readonly value: unknown }[],
): unknown {
  const copies = new Copies(root);
  for (const { place, value } of replacements) copies.set(place, value);
  return copies.root;
}

/** The copied parts by their place. A place is one object, shared by the places inside it. */
class Copies {
  private readonly parts = new Map<Place, object>();

  constructor(public root: unknown) {}

  set(place: Place, value: unknown): void {
    if (place === undefined) this.root = value;
    else define(this.copyAt(place.within), place.name, value);
  }

  /** Copies what leads to a place, from the outermost part that is not copied yet. */
  private copyAt(place: Place): object {
    const missing: Place[] = [];
    let at = place;
    while (at !== undefined && !this.parts.has(at)) {
      missing.push(at);
      at = at.within;
    }
    let copy = this.parts.get(at) ?? this.copyOf(at, this.root);
    for (const part of missing.reverse()) copy = this.copyOf(part, Reflect.get(copy, part?.name ?? ''));
    return copy;
  }

  private copyOf(place: Place, original: unknown): object {
    // A place is inside a list or an object.
    const copy: object = Array.isArray(original) ? [...(original as unknown[])] : { ...(original as object) };
    this.parts.set(place, copy);
    if (place === undefined) this.root = copy;
    else define(this.parts.get(place.within) ?? {}, place.name, copy);
    return copy;
  }
}
