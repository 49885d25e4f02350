import { pathOfPointer, pointerOf, valueAt } from '../../../platform/validation/json-pointer.js';
import { type Place, pathOf } from '../../../platform/validation/place.js';
import { replacedAt } from './replaced-at.js';
import { walk } from './walk.js';
import { MissingValueError } from './workflow.errors.js';

/**
 * A part of a payload that stands for a value known only at run time:
 *
 * - `{ "$result": "page", "path": "/data" }`: the result of a step, or the part of it at a JSON pointer
 * - `{ "$item": "/url" }`: the current item of `each`; `""` is the whole item
 * - `{ "$workflow": "/status" }`: the ended workflow, in a hook: `{ workflow_id, status, results | errors }`
 *
 * `{ "$literal": … }` stands for its content, in which nothing is a reference: a way to send these keys as data.
 */
export type Reference =
  | { readonly to: 'result'; readonly step: string; readonly pointer: string }
  | { readonly to: 'item' | 'workflow'; readonly pointer: string };

/** The special places of a payload, in order. */
export interface References {
  readonly found: readonly { readonly place: Place; readonly reference: Reference }[];
  readonly literals: readonly { readonly place: Place; readonly value: unknown }[];
  /** Malformed references. */
  readonly faults: readonly { readonly place: Place; readonly message: string }[];
}

/** The values that references find. JSON has no undefined: it means that there is no such value. */
export interface ReferenceValues {
  /** The results of earlier steps by name; `{ $error: { type, message } }` for one that failed with `continue`. */
  readonly results?: ReadonlyMap<string, unknown>;
  readonly item?: unknown;
  readonly workflow?: unknown;
}

/** Finds the references in a payload. They are not searched themselves, nor are literals. */
export function referencesIn(payload: unknown): References {
  const reader = new ReferenceReader();
  walk(payload, (part, place) => !reader.read(part, place));
  return reader;
}

/** True for an object that is a reference, a literal, or a malformed one. */
export function isSpecial(value: object): boolean {
  return ['$result', '$item', '$workflow', '$literal'].some((key) => Object.hasOwn(value, key));
}

/**
 * The payload with the values of its references. The given payload stays as it is; the copy shares with it, and with
 * the values, what did not change.
 *
 * @throws MissingValueError for the first reference without a value
 */
export function resolve(payload: unknown, values: ReferenceValues): unknown {
  const { found, literals } = referencesIn(payload);
  return replacedAt(payload, [
    ...literals,
    ...found.map(({ place, reference }) => ({ place, value: valueOf(reference, values, place) })),
  ]);
}

/**
 * The payload of one item: `$item` is replaced, every other reference stays. What an item contains is data: if the
 * payload is resolved once more, it stands in a `$literal`, so that nothing in it is taken for a reference.
 *
 * @throws MissingValueError
 */
export function resolveItem(payload: unknown, item: unknown): unknown {
  const { found } = referencesIn(payload);
  const ofItem = found.filter(({ reference }) => reference.to === 'item');
  const hasOthers = ofItem.length < found.length;
  return replacedAt(
    hasOthers ? payload : resolveLiterals(payload),
    ofItem.map(({ place, reference }) => {
      const value = valueOf(reference, { item }, place);
      return { place, value: hasOthers ? { $literal: value } : value };
    }),
  );
}

function resolveLiterals(payload: unknown): unknown {
  return replacedAt(payload, referencesIn(payload).literals);
}

function valueOf(reference: Reference, values: ReferenceValues, place: Place): unknown {
  const { pointer } = reference;
  const value = valueAt(sourceOf(reference, values), pointer);
  if (value !== undefined) return value;
  throw new MissingValueError(sourceName(reference), pointer, pointerOf(pathOf(place)));
}

function sourceOf(reference: Reference, { results, item, workflow }: ReferenceValues): unknown {
  if (reference.to === 'result') return results?.get(reference.step);
  return reference.to === 'item' ? item : workflow;
}

function sourceName(reference: Reference): string {
  if (reference.to === 'result') return `the result of the step ${JSON.stringify(reference.step)}`;
  return reference.to === 'item' ? 'the item' : 'the workflow';
}

class ReferenceReader implements References {
  readonly found: References['found'][number][] = [];
  readonly literals: References['literals'][number][] = [];
  readonly faults: References['faults'][number][] = [];

  /** Records a reference or a literal. Returns false for any other value. */
  read(value: object, place: Place): boolean {
    if (Object.hasOwn(value, '$result')) this.readResult(value, place);
    else if (Object.hasOwn(value, '$item')) this.readPointer(value, '$item', 'item', place);
    else if (Object.hasOwn(value, '$workflow')) this.readPointer(value, '$workflow', 'workflow', place);
    else if (Object.hasOwn(value, '$literal')) this.readLiteral(value, place);
    else return false;
    return true;
  }

  private readResult(value: object, place: Place): void {
    const step: unknown = Reflect.get(value, '$result');
    const { path: pointer = '' } = value as { readonly path?: unknown };
    if (this.hasOthers(value, ['$result', 'path'], place)) return;
    if (typeof step !== 'string') this.refuse(place, '$result', 'must be the name of a step');
    else if (!isPointer(pointer)) this.refuse(place, 'path', NO_POINTER);
    else this.found.push({ place, reference: { to: 'result', step, pointer } });
  }

  private readPointer(value: object, key: string, to: 'item' | 'workflow', place: Place): void {
    const pointer: unknown = Reflect.get(value, key);
    if (this.hasOthers(value, [key], place)) return;
    if (!isPointer(pointer)) this.refuse(place, key, NO_POINTER);
    else this.found.push({ place, reference: { to, pointer } });
  }

  private readLiteral(value: object, place: Place): void {
    const literal: unknown = Reflect.get(value, '$literal');
    if (!this.hasOthers(value, ['$literal'], place)) this.literals.push({ place, value: literal });
  }

  private hasOthers(value: object, known: readonly string[], place: Place): boolean {
    const other = Object.keys(value).find((key) => !known.includes(key));
    if (other === undefined) return false;
    const what = known.join(' and ');
    const message = `cannot stand beside ${known[0]}: a reference has only ${what}. Wrap data in $literal`;
    this.refuse(place, other, message);
    return true;
  }

  private refuse(within: Place, name: string, message: string): void {
    this.faults.push({ place: { within, name }, message: `${name.slice(0, 100)} ${message}` });
  }
}

const NO_POINTER = 'must be a JSON pointer (RFC 6901) such as /images/0, or empty for the whole';

function isPointer(value: unknown): value is string {
  return typeof value === 'string' && pathOfPointer(value) !== undefined;
}
