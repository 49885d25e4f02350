import { UsageError } from '../exit-code.js';

type Schema = Readonly<Record<string, unknown>>;
type Payload = Record<string, unknown>;

/**
 * The payload that the arguments of a command give: JSON, `-` for JSON on standard input, or `name=value` pairs, which
 * are typed by the schema of the task type. `customer.id=7` sets a field within an object.
 *
 * @param schemaOf reads the JSON Schema of the payload; called only for pairs
 */
export async function payloadOf(
  args: readonly string[],
  readInput: () => Promise<string>,
  schemaOf: () => Promise<Schema>,
): Promise<Payload> {
  const [first, ...others] = args;
  if (first === undefined) return {};
  if (first === '-' && others.length === 0) return jsonObject(await readInput(), 'Standard input');
  if (first.trimStart().startsWith('{') && others.length === 0) return jsonObject(first, 'The payload');
  const schema = await schemaOf();
  const payload: Payload = {};
  for (const pair of args) setPair(payload, pair, schema);
  return payload;
}

function jsonObject(text: string, place: string): Payload {
  const value = parsed(text);
  if (isObject(value)) return value;
  throw new UsageError(`${place} must be a JSON object, such as '{"x": 10}'; or write x=10`);
}

function setPair(payload: Payload, pair: string, root: Schema): void {
  const equals = pair.indexOf('=');
  if (equals < 1)
    throw new UsageError(`Write a payload as JSON or as name=value, got ${JSON.stringify(pair)}`);
  const path = pair.slice(0, equals).split('.');
  const last = path.pop() ?? '';
  let [object, schema] = [payload, root];
  for (const name of path) {
    schema = propertyOf(schema, name, root);
    const inner = Object.hasOwn(object, name) ? object[name] : undefined;
    const next: Payload = isObject(inner) ? inner : {};
    define(object, name, next);
    object = next;
  }
  define(object, last, typed(pair.slice(equals + 1), propertyOf(schema, last, root)));
}

/** Sets a field of its own, also one that is called `__proto__`: the API says what it thinks of it. */
function define(object: Payload, name: string, value: unknown): void {
  Object.defineProperty(object, name, { value, enumerable: true, writable: true, configurable: true });
}

/** Texts stay as they are where the schema wants a text; everything else is read as JSON if it is some. */
function typed(text: string, { type, format }: Schema): unknown {
  const types = Array.isArray(type) ? type : [type];
  if (types.includes('string') || format !== undefined)
    return text === 'null' && types.includes('null') ? null : text;
  const value = parsed(text);
  return value === undefined ? text : value;
}

function propertyOf(schema: Schema, name: string, root: Schema): Schema {
  const { properties } = schema;
  const property = isObject(properties) && Object.hasOwn(properties, name) ? properties[name] : {};
  return resolved(isObject(property) ? property : {}, root);
}

/** The schema itself instead of a reference into the document, `#/$defs/Customer`. */
function resolved(schema: Schema, root: Schema): Schema {
  const { $ref: reference } = schema;
  if (typeof reference !== 'string' || !reference.startsWith('#/')) return schema;
  let target: unknown = root;
  for (const name of reference.slice(2).split('/')) target = isObject(target) ? target[name] : undefined;
  return isObject(target) ? target : {};
}

/** @returns undefined for a text that is no JSON */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Payload {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
