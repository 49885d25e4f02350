import { type JsonValue, isEqualJson, isList, isNumber, isObject, plainText } from '../json/json.js';
import { type JsonSchema, resolved, typesOf } from './json-schema.js';

const IS_TYPE: Readonly<Record<string, (value: JsonValue) => boolean>> = {
  null: (value) => value === null,
  boolean: (value) => typeof value === 'boolean',
  string: (value) => typeof value === 'string',
  number: isNumber,
  integer: (value) => isNumber(value) && (typeof value !== 'number' || Number.isInteger(value)),
  array: isList,
  object: isObject,
};

/** Depth of the comparison: enough to tell variants apart. */
const DEPTH = 3;

/**
 * True if the value has the shape that the schema describes: to find the variant that a value is of, and values that an
 * input could not show. The API judges the rest.
 */
export function fits(
  value: JsonValue,
  schema: JsonValue | undefined,
  root: JsonSchema,
  depth = DEPTH,
): boolean {
  const own = resolved(schema, root);
  const variants = own['oneOf'] ?? own['anyOf'];
  return (
    fitsType(value, own) &&
    fitsValues(value, own) &&
    (!isList(variants) || variants.some((one) => fits(value, one, root, depth))) &&
    (depth === 0 || partsFit(value, own, (part, of) => fits(part, of, root, depth - 1)))
  );
}

function fitsType(value: JsonValue, schema: JsonSchema): boolean {
  const types = typesOf(schema);
  return types.length === 0 || types.some((type) => IS_TYPE[type]?.(value));
}

function fitsValues(value: JsonValue, { const: constant, enum: values }: JsonSchema): boolean {
  if (constant !== undefined && !isEqualJson(constant, value)) return false;
  return !isList(values) || values.some((one) => isEqualJson(one, value));
}

function partsFit(
  value: JsonValue,
  { properties, required, additionalProperties, items }: JsonSchema,
  partFits: (part: JsonValue, schema: JsonValue | undefined) => boolean,
): boolean {
  if (isList(value)) return value.every((item) => partFits(item, items));
  if (!isObject(value)) return true;
  const known = isObject(properties) ? properties : {};
  const names = isList(required) ? required : [];
  return (
    names.every((name) => Object.hasOwn(value, plainText(name))) &&
    Object.entries(value).every(([name, part]) =>
      Object.hasOwn(known, name) ? partFits(part, known[name]) : additionalProperties !== false,
    )
  );
}
