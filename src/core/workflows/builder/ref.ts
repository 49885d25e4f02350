import { type Place, pathOf } from '../../../platform/validation/place.js';

declare const stands: unique symbol;

/**
 * Stands, while a workflow is being built, for a value of type `T` that exists only when it runs: the result of a step,
 * an item, or a part of one. Its properties are refs, too: `page.images[0].src`. Put it into a payload, where its value
 * will be. It cannot be looked into, computed with, or turned into text: that is the work of a step.
 */
export type Ref<T> = StandsFor<T> & Parts<NonNullable<T>>;

/** A ref that fits where a `T` is wanted: that its type has optional properties asks for none of them. */
interface StandsFor<out T> {
  readonly [stands]: T;
}

/** A value that may be missing or null at run time then fails the step, so its parts are not optional. */
type Parts<T> = [T] extends [readonly (infer Item)[]]
  ? { readonly [Index in FirstIndexes]: Ref<Item> } & { readonly [index: number]: Ref<Item> }
  : [T] extends [object]
    ? { readonly [Name in keyof T & (string | number)]-?: Ref<Exclude<T[Name], undefined>> }
    : unknown;

/** With `noUncheckedIndexedAccess`, an item at any other index has to be checked for undefined. */
type FirstIndexes = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

/** A payload of type `P` in which any part, or the whole, may be a ref of a type that fits. */
export type Payload<P> = StandsFor<P> | (P extends object ? PayloadParts<P> : P);

type PayloadParts<P extends object> = P extends readonly unknown[]
  ? Readonly<{ [Index in keyof P]: Payload<P[Index]> }>
  : { [Name in keyof P]: Payload<P[Name]> };

/** What a ref stands for. */
export interface RefTarget {
  /** A step, for its result; an item of a `map`; or the workflow that has ended. */
  readonly source: object;
  readonly path: readonly string[];
}

/** Proxies do not tell what they are, so they are remembered. */
const targets = new WeakMap<object, { readonly source: object; readonly place: Place }>();

const NO_VALUE =
  'A ref stands for a value that exists only when the workflow runs: it cannot be read, spread or turned into text while ' +
  'the workflow is being built. Put it into a payload, or do the work in a step.';

/** A ref to the whole value of a source. */
export function refTo<T>(source: object): Ref<T> {
  // The proxy has every property that Ref<T> declares.
  return refAt(source, undefined) as Ref<T>;
}

/** The target of a ref, or undefined for any other value. */
export function targetOf(value: object): RefTarget | undefined {
  const target = targets.get(value);
  return target && { source: target.source, path: pathOf(target.place) };
}

function refAt(source: object, within: Place): object {
  const ref = new Proxy(Object.freeze({}), {
    get: (_, name) => {
      if (typeof name === 'string') return refAt(source, { within, name });
      throw new TypeError(NO_VALUE);
    },
    ownKeys: refuse,
    has: refuse,
  });
  targets.set(ref, { source, place: within });
  return ref;
}

function refuse(): never {
  throw new TypeError(NO_VALUE);
}
