import type { Condition, DocumentTest, JsonScalar, Range } from '../../core/index.js';
import { storable } from '../rows/stored-text.js';
import type { Parameters } from './parameters.js';
import { anyOf, fitsAnyPattern, lower } from './patterns-sql.js';

type DocumentCondition = Extract<Condition, { readonly kind: 'document' }>;

/** Steps of a path that are an index of an array, or a name. */
export const INDEX = /^(?:0|[1-9]\d{0,9})$/;

/** A condition on values at a path of a document. */
export function documentSql(condition: DocumentCondition, parameters: Parameters): string {
  const { path, anyOf: tests, orMissing } = condition;
  const { value, from } = valuesAt(rootOf(condition), path, parameters);
  const fits = fitsAnyTest(value, tests, parameters);
  if (from === undefined)
    return orMissing ? `(${value} IS NULL OR ${value} = 'null' OR coalesce(${fits}, false))` : fits;
  const found = `EXISTS (SELECT FROM ${from} WHERE ${fits})`;
  return orMissing
    ? `(${found} OR NOT EXISTS (SELECT FROM ${from}) OR EXISTS (SELECT FROM ${from} WHERE ${value} = 'null'))`
    : found;
}

/** A condition: any text or number in the payload, however deep, fits any of the patterns. */
export function fitsInPayload(patterns: readonly (readonly string[])[], parameters: Parameters): string {
  const fits = fitsAnyPattern(lower(`(value #>> '{}')`), patterns, parameters);
  return (
    `EXISTS (SELECT FROM jsonb_path_query(payload, 'strict $.** ? ` +
    `(@.type() == "string" || @.type() == "number")') AS leaf(value) WHERE ${fits})`
  );
}

/** A range of numbers, as a condition on a value of the same type as the parameters. */
export function isWithin(
  value: string,
  { from, to, excludesFrom = false, excludesTo = false }: Range,
  parameter: (bound: number) => string,
): string {
  const bounds = [
    ...(from === undefined ? [] : [`${value} ${excludesFrom ? '>' : '>='} ${parameter(from)}`]),
    ...(to === undefined ? [] : [`${value} ${excludesTo ? '<' : '<='} ${parameter(to)}`]),
  ];
  return bounds.length === 0 ? `${value} IS NOT NULL` : `(${bounds.join(' AND ')})`;
}

/** A final task has no progress, and null as its result unless it succeeded. */
function rootOf({ document, path }: DocumentCondition): string {
  if (document === 'progress') return `'null'::jsonb`;
  return document === 'result' && path.length === 0 ? `coalesce(result, 'null')` : document;
}

/** The value at a path, null if there is none; with wildcards, several of `from`. */
function valuesAt(root: string, path: readonly string[], parameters: Parameters) {
  let value = root;
  const sources: string[] = [];
  for (const step of path) {
    if (step === '*') {
      const name = `child${sources.length}`;
      sources.push(`jsonb_path_query(${value}, 'strict $.**{1}') AS ${name}(value)`);
      value = `${name}.value`;
    } else value = stepInto(value, step, parameters);
  }
  if (sources.length === 0) return { value, from: undefined };
  const from = `(SELECT ${value} AS value FROM ${sources.join(', ')} WHERE ${value} IS NOT NULL) AS found`;
  return { value: 'found.value', from };
}

/** `->` with a text looks into objects only; `#>` also takes other spellings of an index, and counts from the end. */
function stepInto(value: string, step: string, parameters: Parameters): string {
  return INDEX.test(step)
    ? `(${value} #> ${parameters.add([step], 'text[]')})`
    : `(${value} -> ${parameters.add(step, 'text')})`;
}

function fitsAnyTest(value: string, tests: readonly DocumentTest[], parameters: Parameters): string {
  const isPresent = tests.some((test) => 'isPresent' in test) ? [`${value} <> 'null'`] : [];
  const scalarTests = tests.filter((test) => !('isPresent' in test));
  if (scalarTests.length === 0) return anyOf(isPresent);
  const ofItem = scalarTests.map((test) => fitsScalar('item.value', test, parameters));
  const ofValue = scalarTests.map((test) => fitsScalar(value, test, parameters));
  const items = `EXISTS (SELECT FROM jsonb_array_elements(${value}) AS item(value) WHERE ${anyOf(ofItem)})`;
  return anyOf([
    ...isPresent,
    `CASE WHEN jsonb_typeof(${value}) = 'array' THEN ${items} ELSE ${anyOf(ofValue)} END`,
  ]);
}

/** The JSON of a value that jsonb can hold. */
export function jsonOf(value: JsonScalar): string {
  return JSON.stringify(storable(value));
}

/** CASE keeps values of other types from being cast. */
function fitsScalar(value: string, test: DocumentTest, parameters: Parameters): string {
  if ('equals' in test) return `${value} = ANY(${parameters.add(test.equals.map(jsonOf), 'jsonb[]')})`;
  if ('pattern' in test) {
    const fits = fitsAnyPattern(lower(`(${value} #>> '{}')`), [test.pattern], parameters);
    return `(jsonb_typeof(${value}) IN ('string', 'number') AND ${fits})`;
  }
  if ('isPresent' in test) return `${value} <> 'null'`;
  const fits = isWithin(`${value}::numeric`, test.range, (bound) => parameters.add(String(bound), 'numeric'));
  return `CASE WHEN jsonb_typeof(${value}) = 'number' THEN ${fits} ELSE false END`;
}
