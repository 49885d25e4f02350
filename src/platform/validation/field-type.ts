import { type TypeHelpOptions, TransformationType } from 'class-transformer';
import { defaultMetadataStorage as transforms } from 'class-transformer/cjs/storage.js';
import { exactNumber } from './rules/exact-number.js';
import { dayExists } from './rules/is-time.js';
import type { Dto } from './parse-dto.js';

/** The classes that a field's object can be an instance of. */
export interface ClassType {
  /** The class for one object; undefined when its discriminator names none. */
  of(value: object, owner: object, instance: object): Dto<object> | undefined;
  /** Where the object says which class it is, and what it may say. */
  readonly discriminator?: { readonly property: string; readonly names: readonly string[] };
  /** Every class that is known without a value. */
  readonly all: readonly Dto<object>[];
}

export type Convert = (value: unknown) => unknown;

/** What `@Type` says about a field: a class of objects, a conversion of single values, or nothing. */
export type FieldType = { readonly classes: ClassType } | { readonly convert: Convert } | undefined;

type TypeMetadata = Partial<NonNullable<ReturnType<typeof transforms.findTypeMetadata>>>;

/** What class-transformer does for `@Type(() => Number)` and the like, except that nothing changes in silence. */
const CONVERSIONS: ReadonlyMap<unknown, Convert> = new Map<unknown, Convert>([
  // What it converts has come as JSON: an object becomes "[object Object]", as it always did, and fails its check.
  [String, (value) => String(value)],
  [Number, (value) => (typeof value === 'string' ? exactNumber(value) : Number(value))],
  [Boolean, Boolean],
  [Date, dateOf],
  [Buffer, (value) => Buffer.from(value as string)],
]);

/** Reads the `@Type` of a field, or the type that TypeScript has emitted for it where that is a class with checks. */
export function fieldTypeOf(dto: Dto<object>, name: string, emitted: Dto<object> | undefined): FieldType {
  const metadata = transforms.findTypeMetadata(dto, name) as TypeMetadata | undefined;
  if (metadata === undefined) return emitted && { classes: always(emitted) };
  const { discriminator } = metadata.options ?? {};
  if (discriminator?.property) return { classes: discriminated(discriminator) };
  const { typeFunction } = metadata;
  if (typeFunction === undefined) return undefined;
  // A function that looks at the value has to be asked for each.
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

/** `@Expose` or `@Exclude`, of the class or of one of its fields: class-transformer alone knows what they mean together. */
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

/** An invalid Date, which `@IsDate` refuses, for a day that does not exist: `new Date` takes the next month's. */
function dateOf(value: unknown): Date {
  if (value instanceof Date) return new Date(value);
  return typeof value === 'string' && !dayExists(value) ? new Date(Number.NaN) : new Date(value as string);
}
