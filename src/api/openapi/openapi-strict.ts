import type { OpenAPIObject } from '@nestjs/swagger';
import { mapOperations } from './openapi-operations.js';

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;
type Schema = Schemas[string];

/**
 * Adjusts request schemas to the actual validation: unknown properties are refused, and properties with a default are
 * optional. The default moves into the description, because generated clients would treat the field as always present.
 */
export function withStrict(schemas: Schemas, names: ReadonlySet<string>): Schemas {
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, names.has(name) ? strict(schema) : schema]),
  );
}

/** Names of the schemas that request bodies refer to, directly or indirectly. */
export function requestSchemas({ components, ...document }: OpenAPIObject): ReadonlySet<string> {
  const found = new Set<string>();
  const collect = (node: unknown): void => {
    for (const [, name = ''] of JSON.stringify(node ?? null).matchAll(
      /"#\/components\/schemas\/([^"/]+)"/g,
    )) {
      if (found.has(name)) continue;
      found.add(name);
      collect(components?.schemas?.[name]);
    }
  };
  mapOperations(document, (operation) => {
    collect(operation.requestBody);
    return operation;
  });
  return found;
}

function strict(schema: Schema): Schema {
  if ('$ref' in schema || !schema.properties) return schema;
  const required = new Set(schema.required);
  const properties = Object.entries(schema.properties).map(
    ([name, part]) => [name, required.has(name) ? part : withoutDefault(part)] as const,
  );
  return { additionalProperties: false, ...schema, properties: Object.fromEntries(properties) };
}

function withoutDefault(schema: Schema): Schema {
  if ('$ref' in schema || schema.default === undefined) return schema;
  const value: unknown = schema.default;
  const words = `default \`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
  const moved: Schema = { ...schema, description: [schema.description, words].filter(Boolean).join('; ') };
  delete moved.default;
  return moved;
}
