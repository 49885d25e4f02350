import fc from 'fast-check';
import type { OpenApi, Schema as LooseSchema } from '../support/openapi.js';
import { hostileJson, hostileText, objectOf } from './hostile-values.js';
import { ORIGIN, taskIn, taskStates, workflowStates } from './placeholders.js';

/** Larger numbers occupy the only thread of the stand's worker for seconds. */
const MOST_WORK = 20_000;
/** Ends the worker under test, as intended. */
const FATAL = new Set<unknown>(['shutdown']);
const MORE_THAN_ANY_TEXT = 1_100_000;

/** The JSON Schema keywords that our document uses. */
export interface Schema extends LooseSchema {
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly required?: readonly string[];
}

/** Distance of a value from its schema: `valid` (nearly) matches it, `mixed` has some hostile parts. */
export type Taste = 'valid' | 'mixed';

type Make = (schema: Schema, name: string, taste: Taste) => fc.Arbitrary<unknown>;

/** Generates values for the schemas of a document. */
export class SchemaValues {
  private readonly made = new Map<string, fc.Arbitrary<unknown>>();

  constructor(private readonly api: OpenApi) {}

  /** @param name of the property or parameter: some have a meaning beyond the schema */
  of(schema: Schema, name: string, taste: Taste): fc.Arbitrary<unknown> {
    const key = JSON.stringify([schema, name, taste]);
    const found = this.made.get(key) ?? this.make(schema, name, taste);
    this.made.set(key, found);
    return found;
  }

  private make(schema: Schema, name: string, taste: Taste): fc.Arbitrary<unknown> {
    const fitting = this.fitting(schema, name, taste);
    if (taste === 'valid') return fitting;
    return fc.oneof(
      { weight: 12, arbitrary: fitting },
      { weight: 3, arbitrary: beside(schema) },
      { weight: 1, arbitrary: hostileJson },
    );
  }

  private fitting(schema: Schema, name: string, taste: Taste): fc.Arbitrary<unknown> {
    if (schema.$ref !== undefined) return this.of(this.api.resolve(schema.$ref), name, taste);
    if (schema.enum) return fc.constantFrom(...schema.enum.filter((value) => !FATAL.has(value)));
    if (schema.const !== undefined) return fc.constant(schema.const);
    const either = schema.oneOf ?? schema.anyOf;
    if (either) return fc.oneof(...either.map((one) => this.of(one, name, taste)));
    if (schema.allOf) return this.allOf(schema.allOf, name, taste);
    const types = [schema.type ?? 'any'].flat();
    return fc.oneof(...types.map((type) => this.ofType[type]?.(schema, name, taste) ?? fc.constant(null)));
  }

  private readonly ofType: Readonly<Record<string, Make>> = {
    integer: (schema, name) => integers(schema, name),
    number: ({ minimum = -1e6, maximum = 1e6 }) => fc.double({ min: minimum, max: maximum, noNaN: true }),
    boolean: () => fc.boolean(),
    string: (schema, name) => texts(schema, name),
    array: (schema, name, taste) => this.array(schema, name, taste),
    object: (schema, _name, taste) => this.object(schema, taste),
    any: () => fc.jsonValue({ maxDepth: 2 }),
    null: () => fc.constant(null),
  };

  private allOf(parts: readonly Schema[], name: string, taste: Taste): fc.Arbitrary<unknown> {
    return fc
      .tuple(...parts.map((part) => this.of(part, name, taste)))
      .map((values) => Object.assign({}, ...values) as unknown);
  }

  private array({ items = {}, minItems = 0, maxItems = 5 }: Schema, name: string, taste: Taste) {
    const item = this.of(items, name, taste);
    const few = fc.array(item, { minLength: minItems, maxLength: Math.min(maxItems, minItems + 4) });
    if (taste === 'valid') return few;
    const many = fc
      .tuple(item, fc.constantFrom(maxItems, maxItems + 1, 0))
      .map(([one, length]) => new Array<unknown>(length).fill(one));
    return fc.oneof({ weight: 20, arbitrary: few }, { weight: 1, arbitrary: many });
  }

  private object(schema: Schema, taste: Taste): fc.Arbitrary<object> {
    const { properties = {}, required = [] } = schema;
    const fields = Object.entries(properties).map(([name, property]) =>
      this.field(name, property, required.includes(name), taste),
    );
    const extra: fc.Arbitrary<readonly (readonly [string, unknown])[]> = isOpen(schema)
      ? fc.array(fc.tuple(fc.string({ minLength: 1, maxLength: 8 }), fc.jsonValue({ maxDepth: 1 })), {
          maxLength: 3,
        })
      : taste === 'valid'
        ? fc.constant([])
        : sometimes(fc.tuple(hostileText, hostileJson), 12);
    return fc.tuple(extra, ...fields).map(([more, ...own]) => objectOf([...more, ...own.flat()]));
  }

  /**
   * No entry or one. Optional ones are mostly left out, because mutually exclusive ones would invalidate every body.
   */
  private field(name: string, schema: Schema, isRequired: boolean, taste: Taste) {
    const entry = fc.tuple(fc.constant(name), this.of(schema, name, taste));
    if (!isRequired) return sometimes(entry, 6);
    return taste === 'valid' ? entry.map((one) => [one]) : sometimesNot(entry, 25);
  }
}

function isOpen({ additionalProperties, properties }: Schema): boolean {
  return additionalProperties !== undefined && additionalProperties !== false && properties === undefined;
}

/** An array with the value in one of `of` cases, otherwise empty. */
function sometimes<T>(value: fc.Arbitrary<T>, of: number): fc.Arbitrary<T[]> {
  return fc.oneof(
    { weight: of - 1, arbitrary: fc.constant<T[]>([]) },
    { weight: 1, arbitrary: value.map((one) => [one]) },
  );
}

function sometimesNot<T>(value: fc.Arbitrary<T>, of: number): fc.Arbitrary<T[]> {
  return fc.oneof(
    { weight: of - 1, arbitrary: value.map((one) => [one]) },
    { weight: 1, arbitrary: fc.constant<T[]>([]) },
  );
}

function integers({ minimum, maximum }: Schema, name: string): fc.Arbitrary<number> {
  const min = minimum ?? Number.MIN_SAFE_INTEGER;
  const max = maximum ?? Number.MAX_SAFE_INTEGER;
  if (name === 'n') return fc.integer({ min, max: MOST_WORK });
  const small = Math.max(min, -100);
  return fc.oneof(
    fc.integer({ min, max }),
    fc.constantFrom(min, max),
    fc.integer({ min: small, max: Math.max(small, Math.min(max, 100)) }),
  );
}

function texts(
  { format, pattern, minLength = 0, maxLength = 60 }: Schema,
  name: string,
): fc.Arbitrary<string> {
  const special = byName(name) ?? (format === undefined ? undefined : BY_FORMAT[format]);
  if (special) return special;
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern));
  return fc.oneof(
    fc.string({ minLength, maxLength: Math.min(maxLength, minLength + 20) }),
    fc.string({ unit: 'grapheme', minLength, maxLength: Math.min(maxLength, minLength + 5) }),
    fc.constantFrom('a'.repeat(minLength), 'a'.repeat(Math.min(maxLength, 2_000))),
  );
}

/** Actions on tasks and workflows need ids of existing ones to succeed. */
function byName(name: string): fc.Arbitrary<string> | undefined {
  if (name === 'worker_id') return fc.constantFrom('_all', 'nobody');
  if (name === 'workflow_id') return fc.constantFrom(...workflowStates.map(taskIn));
  return /task_ids?$/.test(name) ? fc.constantFrom(...taskStates.map(taskIn)) : undefined;
}

const BY_FORMAT: Readonly<Record<string, fc.Arbitrary<string>>> = {
  uuid: fc.uuid(),
  email: fc.constantFrom('ada@example.com', 'a.b+c@example.org'),
  uri: fc.constantFrom(
    ...['/', '/large', '/status/404', '/status/503', '/status/204'].map((path) => ORIGIN + path),
    ...['http://nowhere.invalid/', 'https://nowhere.invalid/?q=%00', 'http://127.0.0.1:1/'],
  ),
  'date-time': fc
    .date({
      min: new Date('1970-01-01T00:00:00Z'),
      max: new Date('2100-01-01T00:00:00Z'),
      noInvalidDate: true,
    })
    .map((date) => date.toISOString()),
};

/** Values just outside of the schema, or of another type. */
function beside({ minimum, maximum, minLength, maxLength, type, format }: Schema): fc.Arbitrary<unknown> {
  const near: unknown[] = [];
  if (minimum !== undefined) near.push(minimum - 1, minimum, String(minimum));
  if (maximum !== undefined) near.push(maximum + 1, String(maximum), maximum + 0.5);
  if (minLength !== undefined && minLength > 0) near.push('a'.repeat(minLength - 1));
  if (maxLength !== undefined)
    near.push('é'.repeat(maxLength), 'a'.repeat(maxLength + 1), '👍'.repeat(maxLength));
  if (type === 'string' && format === undefined) near.push('a'.repeat(MORE_THAN_ANY_TEXT));
  near.push(null, [], {}, '', 0, false);
  return fc.constantFrom(...near);
}
