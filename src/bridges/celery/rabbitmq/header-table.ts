/** Deeper values of a header are cut off. */
const MAX_DEPTH = 20;
const INT32 = 2 ** 31;

/**
 * Headers for amqplib. It writes a small integer with a tag that Python's client reads as something else (`s` as a text,
 * `b` without its sign), and loses its place in the message: every integer is given its type.
 */
export function writeHeaders(headers: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return writeTable(headers, 0);
}

/** Headers as amqplib has read them, as JSON values with own keys only. */
export function readHeaders(headers: unknown): Readonly<Record<string, unknown>> {
  return typeof headers === 'object' && headers !== null ? readTable(headers, 0) : {};
}

function writeTable(table: object, depth: number): Record<string, unknown> {
  // A table with the key `!` would be read as a typed value by amqplib, which looks for own keys only.
  const written = Object.create(null) as Record<string, unknown>;
  for (const [name, value] of Object.entries(table)) {
    if (value !== undefined) written[name] = writeValue(value, depth);
  }
  return Object.hasOwn(written, '!') ? (Object.create(written) as Record<string, unknown>) : written;
}

function writeValue(value: unknown, depth: number): unknown {
  if (typeof value === 'number') return Number.isInteger(value) ? writeInteger(value) : value;
  if (typeof value === 'bigint') return writeInteger(Number(value));
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return value;
  if (depth >= MAX_DEPTH) return null;
  if (Array.isArray(value)) return value.map((item: unknown) => writeValue(item ?? null, depth + 1));
  return writeTable(value, depth + 1);
}

function writeInteger(value: number): unknown {
  if (value >= -INT32 && value < INT32) return { '!': 'int', value };
  // Python reads 64 bits without a sign.
  return value > 0 && value < 2 ** 63 ? { '!': 'long', value } : { '!': 'double', value };
}

function readTable(table: object, depth: number): Record<string, unknown> {
  const entries = Object.entries(table).map(([name, value]) => [name, readValue(value, depth)] as const);
  return Object.fromEntries(entries);
}

function readValue(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Buffer.isBuffer(value)) return value.toString('utf8');
  if (depth >= MAX_DEPTH) return null;
  if (Array.isArray(value)) return value.map((item) => readValue(item, depth + 1));
  return Object.hasOwn(value, '!') ? readTyped(value) : readTable(value, depth + 1);
}

/** A value that JSON does not have: `decimal` is `{ places, digits }`, `timestamp` the seconds since 1970. */
interface TypedValue {
  readonly '!'?: unknown;
  readonly value?: unknown;
}

function readTyped({ '!': type, value }: TypedValue): unknown {
  if (type !== 'decimal') return typeof value === 'number' ? value : null;
  const { digits, places } = (value ?? {}) as { digits?: unknown; places?: unknown };
  return Number(digits) / 10 ** Number(places);
}
