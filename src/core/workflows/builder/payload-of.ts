import type { Place } from '../../../platform/validation/place.js';
import { isSpecial } from '../definition/references.js';
import { replacedAt } from '../definition/replaced-at.js';
import { walk } from '../definition/walk.js';
import { type RefTarget, targetOf } from './ref.js';

/** The depth that `platform/validation/json-fault.ts` allows. */
const MAX_DEPTH = 500;

/**
 * The JSON of a payload that is written in code: its refs become references, and everything else is data, even an object
 * that looks like a reference.
 *
 * @param referenceTo the reference to what a ref stands for
 */
export function payloadOf(payload: unknown, referenceTo: (target: RefTarget) => object): unknown {
  const replacements: { readonly place: Place; readonly value: unknown }[] = [];
  walk(payload, (part, place, depth) => {
    refuseDeep(depth);
    const target = targetOf(part);
    if (target !== undefined) replacements.push({ place, value: referenceTo(target) });
    else if (isSpecial(part)) replacements.push({ place, value: { $literal: dataOf(part) } });
    else return true;
    return false;
  });
  return replacedAt(payload, replacements);
}

/** The same object, unless it has refs: these would be taken for data. */
function dataOf(special: object): object {
  walk(special, (part, _, depth) => {
    refuseDeep(depth);
    if (targetOf(part) === undefined) return true;
    throw new TypeError(
      'An object with a key $result, $item, $workflow or $literal is sent as data, so no ref may be in it',
    );
  });
  return special;
}

function refuseDeep(depth: number): void {
  if (depth > MAX_DEPTH)
    throw new TypeError(`The payload is nested deeper than ${MAX_DEPTH} levels, or contains itself`);
}
