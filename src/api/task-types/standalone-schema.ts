/** The relevant parts of a JSON Schema: references and their targets. */
export type JsonSchema = Readonly<Record<string, unknown>>;

const IN_DOCUMENT = '#/components/schemas/';
const IN_SCHEMA = '#/$defs/';

/** Keywords whose value is data or a name, so it contains no references. */
const DATA = new Set(['example', 'examples', 'default', 'const', 'enum']);
/** Keywords whose value maps names to schemas. */
const NAMED = new Set(['properties', 'patternProperties', '$defs', 'dependentSchemas']);

/**
 * Extracts a self-contained schema from an OpenAPI document: referenced schemas are copied to `$defs`, which also
 * supports recursive schemas. A discriminator's mapping refers to schemas like `$ref`.
 *
 * @param name of the schema in the document
 */
export function standaloneSchema(name: string, schemas: Readonly<Record<string, unknown>>): JsonSchema {
  const move = new Move(schemas);
  const own = move.schema(schemaOf(name, schemas));
  for (let next = move.next(); next !== undefined; next = move.next()) move.define(next);
  return move.definitions.size > 0 ? { ...own, $defs: Object.fromEntries(move.definitions) } : own;
}

/** Rewrites references into the document to references into `$defs`, and collects their targets. */
class Move {
  readonly definitions = new Map<string, JsonSchema>();
  private readonly wanted = new Set<string>();

  constructor(private readonly schemas: Readonly<Record<string, unknown>>) {}

  /** A referenced schema that is not defined yet. */
  next(): string | undefined {
    return [...this.wanted].find((name) => !this.definitions.has(name));
  }

  define(name: string): void {
    this.definitions.set(name, {}); // ends the recursion for schemas that refer to it
    this.definitions.set(name, this.schema(schemaOf(name, this.schemas)));
  }

  schema(node: JsonSchema): JsonSchema {
    return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, this.keyword(key, value)]));
  }

  private keyword(key: string, value: unknown): unknown {
    if (DATA.has(key)) return value;
    if (key === '$ref') return this.reference(value);
    if (key === 'discriminator' && isObject(value)) return this.discriminator(value);
    return NAMED.has(key) && isObject(value) ? this.named(value) : this.any(value);
  }

  private any(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((one) => this.any(one));
    return isObject(value) ? this.schema(value) : value;
  }

  private named(value: JsonSchema): JsonSchema {
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, this.any(one)]));
  }

  private discriminator({ mapping, ...rest }: JsonSchema): JsonSchema {
    if (!isObject(mapping)) return rest;
    const moved = Object.entries(mapping).map(([value, target]) => [value, this.mapped(target)]);
    return { ...rest, mapping: Object.fromEntries(moved) as JsonSchema };
  }

  /** A mapping may refer to a schema by its name alone. */
  private mapped(target: unknown): unknown {
    const isName = typeof target === 'string' && Object.hasOwn(this.schemas, target);
    return this.reference(isName ? IN_DOCUMENT + target : target);
  }

  private reference(target: unknown): unknown {
    if (typeof target !== 'string' || !target.startsWith(IN_DOCUMENT)) return target;
    const inside = target.slice(IN_DOCUMENT.length);
    this.wanted.add(inside.split('/')[0] ?? '');
    return IN_SCHEMA + inside;
  }
}

function schemaOf(name: string, schemas: Readonly<Record<string, unknown>>): JsonSchema {
  const schema = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
  if (!isObject(schema)) throw new Error(`The document has no schema ${name}.`);
  return schema;
}

function isObject(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
