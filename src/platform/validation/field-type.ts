import { type TypeHelpOptions, TransformationType } from 'class-transformer';
import { defaultMetadataStorage as transforms } from 'class-transformer/cjs/storage.js';
import { exactNumber } from './rules/exact-number.js';
import { dayExists } from './rules/is-time.js';
import type { Dto } from './dto.js';

/** The possible classes of a field's object. */
export interface ClassType {
  /** The class of one object; undefined if its discriminator names none. */
  of(value: object, owner: object, instance: object): Dto<object> | undefined;
  /** The discriminator property and its accepted values. */
  readonly discriminator?: { readonly property: string; readonly names: readonly string[] };
  /** Every class that is known without a value. */
  readonly all: readonly Dto<object>[];
}

export type Convert = (value: unknown) => unknown;

/** The effect of `@Type` on a field: a class of objects, a conversion of single values, or none. */
export type FieldType = { readonly classes: ClassType } | { readonly convert: Convert } | undefined;

type TypeMetadata = Partial<NonNullable<ReturnType<typeof transforms.findTypeMetadata>>>;

/** The conversions of class-transformer for `@Type(() => Number)` and the like, but without silent changes. */
const CONVERSIONS: ReadonlyMap<unknown, Convert> = new Map<unknown, Convert>([
  // Input is JSON: an object becomes "[object Object]", as it always did, and fails its check.
  [String, (value) => String(value)],
  [Number, (value) => (typeof value === 'string' ? exactNumber(value) : Number(value))],
  [Boolean, Boolean],
  [Date, dateOf],
  [Buffer, (value) => Buffer.from(value as string)],
]);

/** Reads the `@Type` of a field. Without one, uses TypeScript's emitted type if it is a class with checks. */
export function fieldTypeOf(dto: Dto<object>, name: string, emitted: Dto<object> | undefined): FieldType {
  const metadata = transforms.findTypeMetadata(dto, name) as TypeMetadata | undefined;
  if (metadata === undefined) return emitted && { classes: always(emitted) };
  const { discriminator } = metadata.options ?? {};
  if (discriminator?.property) return { classes: discriminated(discriminator) };
  const { typeFunction } = metadata;
  if (typeFunction === undefined) return undefined;
  // A function with a parameter must be called for each value.
  if (typeFunction.length > 0) return { classes: chosen(typeFunction, name) };
  const type: unknown = typeFunction();
  const convert = CONVERSIONS.get(type);
  if (convert !== undefined) return { convert: (value) => (value == null ? value : convert(value)) };
  return typeof type === 'function' ? { classes: always(type as Dto<object>) } : undefined;
}

/** The `@Transform` functions of a field, in the order in which they apply. */
export function transformsOf(dto: Dto<object>, name: string): ((value: unknown, owner: object) => unknown)[] {
  const type = TransformationType.PLAIN_TO_CLASS;
  return transforms
    .findTransformMetadatas(dto, name, type)
    .filter(({ options }) => !(options as Partial<typeof options> | undefined)?.groups?.length)
    .map(
      ({ transformFn }) =>
        (value, owner) =>
          transformFn({ value, key: name, obj: owner, type, options: {} }) as unknown,
    );
}

/**
 * True for `@Expose` or `@Exclude` on the class or any of its fields. Only class-transformer knows their combined
 * meaning.
 */
export function choosesFields(dto: Dto<object>): boolean {
  const chosenFields = [...transforms.getExposedMetadatas(dto), ...transforms.getExcludedMetadatas(dto)];
  return chosenFields.length > 0 || transforms.getStrategy(dto) !== 'none';
}

function always(type: Dto<object>): ClassType {
  return { of: () => type, all: [type] };
}

function chosen(typeFunction: (options: TypeHelpOptions) => unknown, property: string): ClassType {
  return {
    of: (_value, owner, newObject) => {
      const type = typeFunction({ newObject, object: owner, property });
      return typeof type === 'function' ? (type as Dto<object>) : undefined;
    },
    all: [],
  };
}

function discriminated({ property, subTypes }: Discriminator): ClassType {
  const byName = new Map<unknown, Dto<object>>(
    subTypes.map(({ name, value }) => [name, value as Dto<object>]),
  );
  return {
    of: (value) => (Object.hasOwn(value, property) ? byName.get(Reflect.get(value, property)) : undefined),
    discriminator: { property, names: subTypes.map(({ name }) => name) },
    all: [...byName.values()],
  };
}

type Discriminator = NonNullable<NonNullable<TypeMetadata['options']>['discriminator']>;

/**
 * Returns an invalid Date, which `@IsDate` refuses, for a day that does not exist: `new Date` would shift it to the
 * next month.
 */
function dateOf(value: unknown): Date {
  if (value instanceof Date) return new Date(value);
  return typeof value === 'string' && !dayExists(value) ? new Date(Number.NaN) : new Date(value as string);
}
