import type { Condition, Pattern, TextField } from '../../core/index.js';
import { documentSql, fitsInPayload, isWithin } from './document-sql.js';
import type { Parameters } from './parameters.js';
import { allOf, anyOf, fitsAnyPattern, isOneOf, lower } from './patterns-sql.js';
import { byText, byValue, isTextual } from './prefilters.js';
import { columnOf, isUuidField } from './search-columns.js';
import { timeSql } from './times-sql.js';

type Of<Kind extends Condition['kind']> = Extract<Condition, { readonly kind: Kind }>;

/** Use of an index for a condition. */
export interface IndexUse {
  /**
   * - `walk`: it is in the order of ids, or the statistics of its column lead PostgreSQL to the best way
   * - `rare`: few tasks have that value
   * - `any`: it has tasks in no order, and PostgreSQL hardly knows how many
   */
  readonly finds: 'walk' | 'rare' | 'any';
  /** True for all tasks that fit, and perhaps for others. Undefined: the condition itself uses the index. */
  readonly sql?: string;
}

/** The same decision as in `matcher.ts`: true for all tasks that fit, false or null for others. */
export function conditionSql(condition: Condition, parameters: Parameters): string {
  const sql = exactSql(condition, parameters);
  return condition.isNegated ? `NOT coalesce(${sql}, false)` : sql;
}

/** An index for a condition; undefined if all tasks must be examined. */
export function indexSql(
  condition: Condition,
  parameters: Parameters,
  hasTextIndex: boolean,
): IndexUse | undefined {
  if (condition.isNegated || ('orMissing' in condition && condition.orMissing)) return undefined;
  const use = valueIndex(condition, parameters);
  if (use !== undefined || !hasTextIndex || !isTextual(condition)) return use;
  return anyBy(byText(condition, parameters));
}

function valueIndex(condition: Condition, parameters: Parameters): IndexUse | undefined {
  switch (condition.kind) {
    case 'status':
      return { finds: 'walk' };
    case 'text':
      return indexOfText(condition, parameters);
    case 'tag':
      return anyBy(byTag(condition, parameters));
    case 'time':
      return condition.field === 'finished' ? { finds: 'any' } : undefined;
    case 'document':
      return anyBy(byValue(condition, parameters));
    case 'number':
    case 'anywhere':
      return undefined;
  }
}

function exactSql(condition: Condition, parameters: Parameters): string {
  switch (condition.kind) {
    case 'status':
      return isOneOf('status', condition.anyOf, parameters);
    case 'text':
      return textSql(condition, parameters);
    case 'tag':
      return tagSql(condition, parameters);
    case 'number':
      return numberSql(condition, parameters);
    case 'time':
      return timeSql(condition, parameters);
    case 'document':
      return documentSql(condition, parameters);
    case 'anywhere':
      return anywhereSql(condition, parameters);
  }
}

function anyBy(sql: string | undefined): IndexUse | undefined {
  return sql === undefined ? undefined : { finds: 'any', sql };
}

function textSql({ fields, anyOf: patterns, orMissing }: Of<'text'>, parameters: Parameters): string {
  const fits = fields.map((field) =>
    isUuidField(field)
      ? uuidSql(columnOf[field], patterns, parameters)
      : fitsAnyPattern(loweredOf(field), patterns, parameters),
  );
  const missing = allOf(fields.map((field) => `${columnOf[field]} IS NULL`));
  return anyOf([...fits, ...(orMissing ? [`(${missing})`] : [])]);
}

/** Fingerprints are hexadecimal digits in lower case, and have an index. */
function loweredOf(field: TextField): string {
  return field === 'fingerprint' ? columnOf[field] : lower(columnOf[field]);
}

/** Whole ids are compared as such, which their indexes understand. */
function uuidSql(column: string, patterns: Of<'text'>['anyOf'], parameters: Parameters): string {
  const ids = patterns.flatMap(([piece = '', ...more]) =>
    more.length === 0 && UUID.test(piece) ? [piece] : [],
  );
  const parts = patterns.filter((pattern) => pattern.length > 1);
  const others = fitsAnyPattern(`${column}::text`, parts, parameters);
  return anyOf([
    ...(ids.length > 0 ? [`${column} = ANY(${parameters.add(ids, 'uuid[]')})`] : []),
    ...(parts.length > 0 ? [others] : []),
  ]);
}

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

function indexOfText({ fields, anyOf: patterns }: Of<'text'>, parameters: Parameters): IndexUse | undefined {
  const wholes = wholesIn(patterns);
  const [field] = fields;
  if (wholes === undefined || field === undefined) return undefined;
  if (fields.every((one) => rare.has(one))) return { finds: 'rare' };
  if (fields.length > 1) return undefined;
  if (field === 'fingerprint') return { finds: 'walk' };
  return field === 'name'
    ? { finds: 'walk', sql: isOneOf('task_name(name)', wholes.map(cut), parameters) }
    : undefined;
}

/** The texts of patterns without wildcards; undefined if one has any. */
function wholesIn(patterns: readonly Pattern[]): string[] | undefined {
  const wholes = patterns.flatMap((pattern) => (pattern.length === 1 ? [pattern[0] ?? ''] : []));
  return wholes.length === patterns.length ? wholes : undefined;
}

/** Shortens a text to its length in the index. */
function cut(text: string): string {
  return Array.from(text).slice(0, LONGEST_INDEXED).join('');
}

/** Names and tags are cut in indexes after so many characters: migration 0002. */
const LONGEST_INDEXED = 100;

/** Text fields with an index of their own, and few tasks for each value. */
const rare: ReadonlySet<string> = new Set(['id', 'workflow', 'parent', 'root']);

function tagSql({ anyOf: patterns, orMissing }: Of<'tag'>, parameters: Parameters): string {
  const fits = fitsAnyPattern(lower('tag'), patterns, parameters);
  return anyOf([
    `EXISTS (SELECT FROM unnest(tags) AS tag WHERE ${fits})`,
    ...(orMissing ? [`tags = '{}'`] : []),
  ]);
}

function byTag({ anyOf: patterns }: Of<'tag'>, parameters: Parameters): string | undefined {
  const tags = wholesIn(patterns)?.map(cut);
  return tags && `task_tags(tags) && ${parameters.add(tags, 'text[]')}`;
}

function numberSql({ field, anyOf: ranges, orMissing }: Of<'number'>, parameters: Parameters): string {
  const column = columnOf[field];
  const within = ranges.map((range) =>
    isWithin(column, range, (bound) => parameters.add(String(bound), 'numeric')),
  );
  return anyOf([...within, ...(orMissing ? [`${column} IS NULL`] : [])]);
}

function anywhereSql({ anyOf: patterns, inPayload }: Of<'anywhere'>, parameters: Parameters): string {
  const columns = ['name', 'error_type', 'error_message'].map((column) =>
    fitsAnyPattern(lower(column), patterns, parameters),
  );
  const inTags = `EXISTS (SELECT FROM unnest(tags) AS tag WHERE ${fitsAnyPattern(lower('tag'), patterns, parameters)})`;
  return anyOf([...columns, inTags, ...(inPayload ? [fitsInPayload(patterns, parameters)] : [])]);
}
