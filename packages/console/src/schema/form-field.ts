import { type JsonObject, type JsonValue, isList, isNumber, isObject, plainText } from '../json/json.js';
import { type JsonSchema, resolved, typesOf } from './json-schema.js';

interface Described {
  readonly description?: string;
  /** Limits in words: `1 to 200 characters`. */
  readonly limits?: string;
  /** A value to show for an empty input. */
  readonly example?: JsonValue;
  /** True if the value may be null. */
  readonly isNullable: boolean;
  readonly schema: JsonSchema;
}

export interface NamedSchema {
  readonly name: string;
  readonly schema: JsonSchema;
  readonly isRequired: boolean;
}

/** The input for a value. A value without an input of its own is edited as JSON. */
export type FormField = Described &
  (
    | { readonly kind: 'text'; readonly format?: string; readonly isLong: boolean }
    | { readonly kind: 'number' }
    | { readonly kind: 'boolean' }
    | { readonly kind: 'choice'; readonly options: readonly JsonValue[] }
    | { readonly kind: 'group'; readonly properties: readonly NamedSchema[]; readonly others?: JsonSchema }
    | { readonly kind: 'list'; readonly item: JsonSchema; readonly least: number; readonly most: number }
    | { readonly kind: 'variants'; readonly variants: readonly JsonSchema[] }
    | { readonly kind: 'json' }
  );

/** Texts that may be longer than this get a text area. */
const LONG_TEXT = 1_000;

/** @param root the document that references of the schema point into */
export function formFieldOf(given: JsonValue | undefined, root: JsonSchema): FormField {
  const whole = resolved(given, root);
  const { schema, isNullable } = withoutNull(whole, root);
  const limits = limitsOf(schema);
  const example = exampleIn(whole) ?? exampleIn(schema) ?? schema['default'];
  const description = whole['description'] ?? schema['description'];
  const described: Described = {
    ...(typeof description === 'string' && { description }),
    ...(limits !== '' && { limits }),
    ...(example !== undefined && { example }),
    isNullable,
    schema,
  };
  return { ...described, ...shapeOf(schema) };
}

type Shape = FormField extends infer Field
  ? Field extends Described
    ? Omit<Field, keyof Described>
    : never
  : never;

function shapeOf(schema: JsonSchema): Shape {
  const options = optionsOf(schema);
  if (options) return { kind: 'choice', options };
  const variants = schema['oneOf'] ?? schema['anyOf'];
  if (isList(variants)) return { kind: 'variants', variants: variants.filter(isObject) };
  const types = typesOf(schema);
  if (types.length > 1) return { kind: 'variants', variants: types.map((type) => ({ ...schema, type })) };
  return SHAPES[types[0] ?? impliedType(schema)]?.(schema) ?? { kind: 'json' };
}

const SHAPES: Readonly<Record<string, (schema: JsonSchema) => Shape>> = {
  string: textShape,
  number: () => ({ kind: 'number' }),
  integer: () => ({ kind: 'number' }),
  boolean: () => ({ kind: 'boolean' }),
  object: groupShape,
  array: listShape,
};

/** Schemas may leave their type out, where their other words tell it. */
function impliedType({ properties, items, additionalProperties }: JsonSchema): string {
  if (isObject(properties) || isObject(additionalProperties)) return 'object';
  return isObject(items) ? 'array' : '';
}

function textShape({ format, maxLength }: JsonSchema): Shape {
  const isLong = format === 'byte' || (isNumber(maxLength) && Number(maxLength) > LONG_TEXT && !format);
  return { kind: 'text', isLong, ...(typeof format === 'string' && { format }) };
}

function groupShape({ properties = {}, required, additionalProperties = true }: JsonSchema): Shape {
  const names = isList(required) ? required : [];
  const named = Object.entries(isObject(properties) ? properties : {}).map(([name, schema]) => ({
    name,
    schema: isObject(schema) ? schema : {},
    isRequired: names.includes(name),
  }));
  // Required ones first: otherwise the order of the class.
  const sorted = [
    ...named.filter(({ isRequired }) => isRequired),
    ...named.filter(({ isRequired }) => !isRequired),
  ];
  if (additionalProperties === false) return { kind: 'group', properties: sorted };
  if (sorted.length === 0 && additionalProperties === true) return { kind: 'json' };
  if (sorted.length > 0 && additionalProperties === true) return { kind: 'group', properties: sorted };
  return {
    kind: 'group',
    properties: sorted,
    others: isObject(additionalProperties) ? additionalProperties : {},
  };
}

function listShape({ items = {}, prefixItems, minItems = 0, maxItems = Infinity }: JsonSchema): Shape {
  if (prefixItems !== undefined || !isObject(items)) return { kind: 'json' };
  return { kind: 'list', item: items, least: Number(minItems), most: Number(maxItems) };
}

function optionsOf({ enum: values, const: constant }: JsonSchema): readonly JsonValue[] | undefined {
  if (constant !== undefined) return [constant];
  return isList(values) ? values.filter((value) => value !== null) : undefined;
}

/** `null` beside one type is a property of the field, not a variant. */
function withoutNull(schema: JsonSchema, root: JsonSchema): { schema: JsonSchema; isNullable: boolean } {
  const types = typesOf(schema);
  if (types.includes('null') && types.length > 1) {
    const others = types.filter((type) => type !== 'null');
    return {
      schema: { ...schema, type: others.length === 1 ? (others[0] ?? '') : others },
      isNullable: true,
    };
  }
  for (const key of ['oneOf', 'anyOf']) {
    const variants = schema[key];
    if (!isList(variants)) continue;
    const others = variants.map((one) => resolved(one, root)).filter((one) => !isNullType(one));
    const isNullable = others.length < variants.length;
    const { [key]: _variants, ...beside } = schema;
    if (others.length === 1) return { schema: { ...others[0], ...beside }, isNullable };
    if (isNullable) return { schema: { ...beside, [key]: others }, isNullable };
  }
  const { enum: values } = schema;
  return { schema, isNullable: isList(values) && values.includes(null) };
}

function isNullType(schema: JsonSchema): boolean {
  return schema['type'] === 'null' || schema['const'] === null;
}

/** The schema's own example, by either name. */
export function exampleIn({ example, examples }: JsonObject): JsonValue | undefined {
  if (example !== undefined) return example;
  return isList(examples) ? examples[0] : undefined;
}

function limitsOf(schema: JsonSchema): string {
  const { minLength, maxLength, minimum, maximum, minItems, maxItems, exclusiveMinimum, exclusiveMaximum } =
    schema;
  return [
    range(minLength === 0 ? undefined : minLength, maxLength, ' characters'),
    range(minimum, isHuge(maximum) ? undefined : maximum),
    range(minItems, maxItems, ' items'),
    isNumber(exclusiveMinimum) && `more than ${shown(exclusiveMinimum)}`,
    isNumber(exclusiveMaximum) && `less than ${shown(exclusiveMaximum)}`,
    typeof schema['pattern'] === 'string' && schema['pattern'].length <= 60 && `matches ${schema['pattern']}`,
  ]
    .filter(Boolean)
    .join(', ');
}

function range(least: JsonValue | undefined, most: JsonValue | undefined, unit = ''): string {
  const [has, hasMost] = [isNumber(least), isNumber(most)];
  if (has && hasMost) return `${shown(least)} to ${shown(most)}${unit}`;
  if (has) return `at least ${shown(least)}${unit}`;
  return hasMost ? `at most ${shown(most)}${unit}` : '';
}

/** The largest safe integer says no more than that there is no limit. */
function isHuge(value: JsonValue | undefined): boolean {
  return typeof value === 'number' && value >= Number.MAX_SAFE_INTEGER;
}

function shown(value: JsonValue | undefined): string {
  return typeof value === 'number' ? value.toLocaleString('en') : plainText(value);
}
