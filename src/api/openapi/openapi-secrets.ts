import type { RegisteredTask } from '../../core/task/task-registry.js';

/** The relevant parts of a schema. */
interface Node {
  $ref?: string;
  allOf?: Node[];
  type?: string;
  format?: string;
  writeOnly?: boolean;
  properties?: Record<string, Node>;
  items?: Node;
}

type Schemas = Record<string, unknown>;

/**
 * Marks redacted fields of tasks as write-only, as far as the schemas describe them. Text fields become passwords in
 * Swagger UI's forms.
 */
export function withSecrets<S extends Schemas>(schemas: S, tasks: readonly RegisteredTask[]): S {
  const marked = structuredClone(schemas);
  for (const { options } of tasks)
    for (const path of options.redact ?? [])
      mark(find(marked, { $ref: `/${options.payload.name}` }, path.split('.')));
  return marked;
}

function mark(field: Node | undefined): void {
  if (field === undefined) return;
  field.writeOnly = true;
  if (field.type === 'string') field.format ??= 'password';
}

function find(
  schemas: Schemas,
  node: Node | undefined,
  [name, ...rest]: readonly string[],
): Node | undefined {
  if (name === undefined || node === undefined) return node;
  const { properties, items } = resolved(schemas, node);
  return find(schemas, name === '*' ? items : properties?.[name], rest);
}

/** Nest wraps a reference with a description in an `allOf` of one. */
function resolved(schemas: Schemas, { $ref, allOf, ...node }: Node): Node {
  const reference = $ref ?? allOf?.[0]?.$ref;
  if (reference === undefined) return node;
  return schemas[reference.slice(reference.lastIndexOf('/') + 1)] ?? {};
}
