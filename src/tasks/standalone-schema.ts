/** A JSON Schema, as far as one needs to look into it: references, and what they point to. */
export type JsonSchema = Readonly<Record<string, unknown>>;

const IN_DOCUMENT = '#/components/schemas/';
const IN_SCHEMA = '#/$defs/';

/**
 * One schema of an OpenAPI document that can be used without it: what it refers to comes along in `$defs`, so that a
 * schema that contains itself works too.
 *
 * @param name of the schema among the document's
 */
export function standaloneSchema(name: string, schemas: Readonly<Record<string, unknown>>): JsonSchema {
  const needed = new Map<string, JsonSchema>();
  collect(name, schemas, needed);
  const { [name]: own, ...others } = Object.fromEntries(needed);
  const isRecursive = JSON.stringify([...needed.values()]).includes(`"${IN_SCHEMA}${name}"`);
  const defs = isRecursive ? { [name]: own, ...others } : others;
  return Object.keys(defs).length > 0 ? { ...own, $defs: defs } : { ...own };
}

function collect(
  name: string,
  schemas: Readonly<Record<string, unknown>>,
  found: Map<string, JsonSchema>,
): void {
  if (found.has(name)) return;
  const schema = schemas[name];
  if (typeof schema !== 'object' || schema === null) throw new Error(`The document has no schema ${name}.`);
  const names = new Set<string>();
  // A schema is a JSON object, and stays one.
  found.set(name, moved(schema, names) as JsonSchema);
  for (const next of names) collect(next, schemas, found);
}

/** The same with its references turned to `$defs`; `names` gets what they point to. */
function moved(node: unknown, names: Set<string>): unknown {
  if (Array.isArray(node)) return node.map((one) => moved(one, names));
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => {
      if (key !== '$ref' || typeof value !== 'string') return [key, moved(value, names)];
      const name = value.slice(IN_DOCUMENT.length);
      names.add(name);
      return [key, IN_SCHEMA + name];
    }),
  );
}
