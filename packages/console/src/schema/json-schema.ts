import { type JsonObject, type JsonValue, isList, isObject } from '../json/json.js';

/** A JSON Schema (2020-12), as GET /task-types has them: self-contained, with references into itself only. */
export type JsonSchema = JsonObject;

/** Chains of references longer than this are taken for circles. */
const MOST_REFERENCES = 20;

/** The schema that is meant: references are followed, and the parts of `allOf` become one. */
export function resolved(schema: JsonValue | undefined, root: JsonSchema): JsonSchema {
  let current = isObject(schema) ? schema : {};
  for (let step = 0; step < MOST_REFERENCES; step += 1) {
    const { $ref: reference, ...beside } = current;
    if (typeof reference !== 'string') return merged(current, root);
    current = { ...targetOf(reference, root), ...beside };
  }
  return {};
}

function targetOf(reference: string, root: JsonSchema): JsonSchema {
  if (!reference.startsWith('#/')) return reference === '#' ? root : {};
  let target: JsonValue | undefined = root;
  for (const part of reference.slice(2).split('/')) {
    const name = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
    target = isObject(target) && Object.hasOwn(target, name) ? target[name] : undefined;
  }
  return isObject(target) ? target : {};
}

function merged({ allOf, ...schema }: JsonSchema, root: JsonSchema): JsonSchema {
  if (!isList(allOf)) return schema;
  const all = [...allOf.map((part) => resolved(part, root)), schema];
  const entries = all.flatMap((part) => Object.entries(part));
  const properties = all.flatMap((part) =>
    isObject(part['properties']) ? Object.entries(part['properties']) : [],
  );
  const required = all.flatMap((part) => (isList(part['required']) ? part['required'] : []));
  return { ...Object.fromEntries(entries), properties: Object.fromEntries(properties), required };
}

/** Types that a value may have; empty: any. */
export function typesOf({ type }: JsonSchema): readonly string[] {
  const types = isList(type) ? type : [type];
  return types.filter((one) => typeof one === 'string');
}
