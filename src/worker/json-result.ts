/** What a task returned, or said, is not what JSON can carry, or too much of it. */
export class ResultError extends Error {
  override readonly name = 'ResultError';
}

/**
 * The result as it will be read: its JSON, parsed by nobody yet.
 *
 * `JSON.stringify` would quietly turn `NaN` into null, a `Date` into a text, a `Map` into `{}`, and drop functions
 * and undefined array items; here each is an error that names its place. A property that is undefined is left out,
 * as JSON has it, and a result that is undefined is null.
 *
 * @param limitBytes of MAX_RESULT_BYTES
 * @throws ResultError
 */
export function checkedResult(result: unknown, limitBytes: number): unknown {
  if (result === undefined) return null;
  refuseNotJson(result, 'result');
  const bytes = Buffer.byteLength(JSON.stringify(result));
  if (bytes > limitBytes)
    throw new ResultError(
      `The result has ${bytes} bytes as JSON; at most ${limitBytes} are stored (MAX_RESULT_BYTES). ` +
        'Store it elsewhere and return where it is.',
    );
  return result;
}

/**
 * @param path how the value is called in messages
 * @throws ResultError when JSON would change or lose a part of it
 */
export function refuseNotJson(value: unknown, path: string): void {
  refuse(value, path, []);
}

function refuse(value: unknown, path: string, parents: readonly object[]): void {
  if (typeof value !== 'object') return refusePrimitive(value, path);
  if (value === null) return;
  if (parents.includes(value)) throw notJson(path, 'a cycle');
  const inside = [...parents, value];
  if (Array.isArray(value)) {
    value.forEach((item: unknown, i) => refuse(item, `${path}[${i}]`, inside));
    return;
  }
  if (changesInJson(value)) throw notJson(path, `a ${value.constructor.name}`);
  for (const [key, item] of Object.entries(value))
    if (item !== undefined) refuse(item, `${path}.${key}`, inside);
}

function refusePrimitive(value: unknown, path: string): void {
  if (typeof value === 'string' || typeof value === 'boolean') return;
  if (typeof value === 'number' && Number.isFinite(value)) return;
  throw notJson(path, typeof value === 'number' ? String(value) : (NAMES.get(typeof value) ?? typeof value));
}

const NAMES: ReadonlyMap<string, string> = new Map([
  ['bigint', 'a BigInt'],
  ['function', 'a function'],
  ['symbol', 'a symbol'],
]);

/** A plain object or an instance of a class of data survives; what has a JSON of its own, or hidden content, does not. */
function changesInJson(value: object): boolean {
  return (
    'toJSON' in value ||
    value instanceof Map ||
    value instanceof Set ||
    value instanceof RegExp ||
    value instanceof Error ||
    value instanceof Promise ||
    ArrayBuffer.isView(value) ||
    value instanceof ArrayBuffer
  );
}

function notJson(path: string, what: string): ResultError {
  return new ResultError(`${path} is ${what}, which JSON cannot carry. Return plain JSON.`);
}
