const MAX_DEPTH = 6;
const MAX_PATHS = 500;

/** A place in documents that fit a schema. */
export interface SchemaPath {
  /** `*` stands for the items of an array. */
  readonly path: readonly string[];
  readonly description: string | null;
  /** The values that the schema allows, if it lists them. */
  readonly values: readonly string[];
}

/**
 * The places in documents that fit a JSON schema, outer ones first: at most 500. References into the schema itself are
 * followed (`#/$defs/Address`).
 */
export function pathsOf(schema: unknown): readonly SchemaPath[] {
  if (!isObject(schema)) return [];
  const paths = known.get(schema) ?? walk(schema);
  known.set(schema, paths);
  return paths;
}

/** Schemas stay as they are while a process runs. */
const known = new WeakMap<object, readonly SchemaPath[]>();

function walk(schema: object): SchemaPath[] {
  const paths = new Map<string, SchemaPath>();
  let level: Place[] = [{ schema, path: [] }];
  for (let depth = 0; depth <= MAX_DEPTH && level.length > 0; depth++) {
    const reached = level.flatMap((place) => alternatives(place, schema)).slice(0, MAX_PATHS);
    for (const { schema: at, path } of reached) {
      const key = JSON.stringify(path);
      if (path.length > 0 && paths.size < MAX_PATHS && !paths.has(key))
        paths.set(key, { path, description: textIn(at, 'description') ?? null, values: valuesIn(at) });
    }
    level = reached.flatMap(inner);
  }
  return [...paths.values()];
}

interface Place {
  readonly schema: unknown;
  readonly path: readonly string[];
}

/** The schema itself, without its references, and those that it is composed of. */
function alternatives({ schema, path }: Place, root: unknown): Place[] {
  const found: unknown[] = [];
  const left = [schema];
  for (let next = left.pop(); next !== undefined && found.length < MAX_PATHS; next = left.pop()) {
    const reference = textIn(next, '$ref');
    const at = reference === undefined ? next : referred(reference, root);
    if (!isObject(at) || found.includes(at)) continue;
    found.push(at);
    left.push(...['allOf', 'anyOf', 'oneOf'].flatMap((word) => listIn(at, word)));
  }
  return found.map((each) => ({ schema: each, path }));
}

function inner({ schema, path }: Place): Place[] {
  if (!isObject(schema)) return [];
  const { properties, items } = schema;
  const named = isObject(properties) ? Object.entries(properties) : [];
  const places = named.map(([name, each]) => ({ schema: each, path: [...path, name] }));
  return isObject(items) ? [...places, { schema: items, path: [...path, '*'] }] : places;
}

function referred(reference: string, root: unknown): unknown {
  if (!reference.startsWith('#/')) return undefined;
  let at = root;
  for (const name of reference.slice(2).split('/'))
    at = isObject(at) && Object.hasOwn(at, name) ? at[name] : undefined;
  return at;
}

function valuesIn(schema: unknown): string[] {
  if (textIn(schema, 'type') === 'boolean') return ['true', 'false'];
  return listIn(schema, 'enum')
    .filter((value) => typeof value === 'string' || typeof value === 'number')
    .map(String);
}

function textIn(schema: unknown, name: string): string | undefined {
  const value = isObject(schema) ? schema[name] : undefined;
  return typeof value === 'string' ? value : undefined;
}

function listIn(schema: unknown, name: string): unknown[] {
  const value = isObject(schema) ? schema[name] : undefined;
  return Array.isArray(value) ? value : [];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
