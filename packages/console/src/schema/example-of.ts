import { type JsonObject, type JsonValue, plainText } from '../json/json.js';
import { type FormField, formFieldOf } from './form-field.js';
import type { JsonSchema } from './json-schema.js';

/** Structures that contain themselves end here. */
const DEPTH = 6;

/** A first value for a field: its example, its default, or the smallest value of its type with all that is required. */
export function exampleOf(schema: JsonValue | undefined, root: JsonSchema, depth = DEPTH): JsonValue {
  const field = formFieldOf(schema, root);
  if (field.example !== undefined) return field.example;
  return smallest(field, root, depth);
}

function smallest(field: FormField, root: JsonSchema, depth: number): JsonValue {
  if (field.kind === 'text') return '';
  if (field.kind === 'number') return field.schema['minimum'] ?? 0;
  if (field.kind === 'boolean') return false;
  if (field.kind === 'choice') return field.options[0] ?? null;
  return depth === 0 ? null : smallestOfMany(field, root, depth - 1);
}

type Kind<Name extends FormField['kind']> = Extract<FormField, { readonly kind: Name }>;

function smallestOfMany(
  field: Kind<'variants' | 'list' | 'group' | 'json'>,
  root: JsonSchema,
  depth: number,
): JsonValue {
  if (field.kind === 'variants') return exampleOf(field.variants[0], root, depth);
  if (field.kind === 'list') return field.least === 0 ? [] : [exampleOf(field.item, root, depth)];
  if (field.kind === 'group') return requiredOf(field, root, depth);
  return field.schema['type'] === 'array' ? [] : {};
}

function requiredOf({ properties }: Kind<'group'>, root: JsonSchema, depth: number): JsonObject {
  return Object.fromEntries(
    properties
      .filter(({ isRequired }) => isRequired)
      .map(({ name, schema }) => [name, exampleOf(schema, root, depth)]),
  );
}

const TITLES = {
  text: 'text',
  number: 'number',
  boolean: 'yes or no',
  list: 'list',
  variants: 'another',
  json: 'JSON',
} as const;

/** Names a variant: its title, the value that marks it, or its type. */
export function titleOfVariant(schema: JsonSchema, root: JsonSchema): string {
  const field = formFieldOf(schema, root);
  const { title } = field.schema;
  if (typeof title === 'string') return title;
  if (field.kind === 'group') return titleOfGroup(field, root);
  if (field.kind === 'choice') return field.options.map(plainText).join(' or ');
  return TITLES[field.kind];
}

function titleOfGroup({ properties }: Kind<'group'>, root: JsonSchema): string {
  for (const { name, schema } of properties) {
    const mark = formFieldOf(schema, root);
    if (mark.kind === 'choice' && mark.options.length === 1) return `${name}: ${plainText(mark.options[0])}`;
  }
  const names = properties.map(({ name }) => name);
  return names.length === 0 ? 'object' : `with ${names.slice(0, 3).join(', ')}`;
}
