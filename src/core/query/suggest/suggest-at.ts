import { MAX_QUERY_LENGTH, parseQuery } from '../parse/parse-query.js';
import { fitsPattern, lowerAscii, patternOf } from '../patterns.js';
import { printName, printWord } from '../print-query.js';
import { type FieldName, type QueryField, fieldNamed, fieldNames, queryFields } from '../query-fields.js';
import type { Term } from '../query.js';
import { taskStatuses } from '../../task/task-status.js';
import { type PartAt, partAt } from './part-at.js';
import { type SchemaPath, pathsOf } from './schema-paths.js';

const MAX_SUGGESTIONS = 20;
/** No more candidates are compared. */
const MAX_CANDIDATES = 5_000;

const TIMES = ['>-15m', '>-1h', '>-24h', '>-7d', 'today', 'yesterday'];
const DURATIONS = ['>1s', '>10s', '>1m', '>10m'];

/** The parts of a service that a query may name. */
export interface QueryKnowledge {
  /** Values of fields that are in use, the most likely first. */
  readonly values: Readonly<Partial<Record<FieldName, readonly string[]>>>;
  /** Task types with the JSON schemas of their payloads and results, if known. */
  readonly types: readonly { readonly name: string; readonly payload?: unknown; readonly result?: unknown }[];
  /** False for callers who may not see payloads: they get no suggestions for them. */
  readonly seesPayloads: boolean;
}

/** Completions of a query at one place. */
export interface Suggestions {
  /** The text from `from` to before `to` (from 0) is replaced by the suggestion. */
  readonly from: number;
  readonly to: number;
  /** The most likely first; at most 20. */
  readonly items: readonly Suggestion[];
}

/** One completion. */
export interface Suggestion {
  readonly kind: 'field' | 'path' | 'value';
  /** Written as in a query, with quotes where it needs them. A field or a path ends with a colon, or a dot if a path begins. */
  readonly text: string;
  readonly description: string | null;
}

/** Completions for what stands at the cursor (from 0), also in a text that is not a query yet. */
export function suggestAt(text: string, cursor: number, knowledge: QueryKnowledge): Suggestions {
  const query = text.slice(0, MAX_QUERY_LENGTH);
  const part = partAt(query, Math.max(0, Math.min(cursor, query.length)));
  const candidates =
    part.field === undefined
      ? [...fields(part, query, knowledge), ...valuesOfAll(part, knowledge)]
      : valuesOf(part.field, part, query, knowledge);
  return { from: part.from, to: part.to, items: ranked(candidates, part) };
}

interface Candidate extends Suggestion {
  /** The text that is compared with what was written. */
  readonly compared: string;
}

function fields(part: PartAt, query: string, knowledge: QueryKnowledge): Candidate[] {
  const plain = fieldNames
    .filter((name) => knowledge.seesPayloads || name !== 'payload')
    .map((name): Candidate => {
      const { kind, description } = queryFields[name];
      const text = kind === 'document' ? `${name}.` : `${name}:`;
      return { kind: 'field', text, description, compared: name };
    });
  const document = documentIn(part.prefix, knowledge);
  const paths = document === undefined ? [] : pathsIn(document, part, query, knowledge);
  return [
    ...plain,
    ...paths.map(({ path, description }): Candidate => {
      const text = [document, ...path.map(printName)].join('.');
      return { kind: 'path', text: `${text}:`, description, compared: [document, ...path].join('.') };
    }),
  ];
}

/** The document of which a path begins: `payload.u`. */
function documentIn(path: string, { seesPayloads }: QueryKnowledge): 'payload' | 'result' | undefined {
  const name = path.split('.')[0]?.toLowerCase();
  if (name === 'payload') return seesPayloads ? name : undefined;
  return name === 'result' ? name : undefined;
}

/** The places in the documents of the task types that the rest of the query asks for. */
function pathsIn(
  document: 'payload' | 'result',
  part: PartAt,
  query: string,
  { types }: QueryKnowledge,
): SchemaPath[] {
  const names = termsBeside(part, query).filter(isAboutName);
  const all = types.filter(({ name }) => names.every((term) => isNamed(name, term)));
  const paths = new Map<string, SchemaPath>();
  for (const path of all.flatMap((type) => pathsOf(type[document])))
    if (paths.size < MAX_CANDIDATES) paths.set(JSON.stringify(path.path), path);
  return [...paths.values()];
}

/** The other terms of the query; none if they have mistakes. */
function termsBeside({ termStart, to }: PartAt, query: string): readonly Term[] {
  try {
    return parseQuery(query.slice(0, termStart) + query.slice(to)).terms;
  } catch {
    return [];
  }
}

function isAboutName({ target }: Term): boolean {
  return target.kind === 'field' && target.name === 'name';
}

function isNamed(name: string, { anyOf, isNegated }: Term): boolean {
  const fits = anyOf.some((value) => value.kind === 'text' && fitsPattern(patternOf(value.pieces), name));
  return fits !== isNegated;
}

/** Known values with their fields: `fetch` becomes `name:fetch.store`. */
function valuesOfAll({ prefix }: PartAt, { values }: QueryKnowledge): Candidate[] {
  if (prefix === '') return [];
  return fieldNames.flatMap((name) =>
    (values[name] ?? []).slice(0, MAX_CANDIDATES).map((value): Candidate => {
      const text = `${name}:${printWord(value)}`;
      return { kind: 'value', text, description: queryFields[name].description, compared: value };
    }),
  );
}

function valuesOf(written: string, part: PartAt, query: string, knowledge: QueryKnowledge): Candidate[] {
  const name = fieldNamed(written);
  const document = documentIn(written, knowledge);
  if (name === undefined || queryFields[name].kind === 'document')
    return document === undefined ? [] : valuesAtPath(written, pathsIn(document, part, query, knowledge));
  const field = queryFields[name];
  const words = wordsOf(field).map((word): Candidate => ({
    kind: 'value',
    text: word,
    description: null,
    compared: word,
  }));
  return [...words, ...(knowledge.values[name] ?? []).slice(0, MAX_CANDIDATES).map(valueCandidate)];
}

function valuesAtPath(written: string, paths: readonly SchemaPath[]): Candidate[] {
  const [, ...rest] = written.split('.');
  const values = paths
    .filter(({ path }) => path.map(printName).join('.') === rest.join('.'))
    .flatMap((path) => path.values);
  return [...new Set(values)].map((value) => ({
    kind: 'value',
    text: value,
    description: null,
    compared: value,
  }));
}

function wordsOf(field: QueryField): readonly string[] {
  switch (field.kind) {
    case 'status':
      return taskStatuses;
    case 'choice':
      return field.words;
    case 'time':
      return TIMES;
    case 'duration':
      return DURATIONS;
    default:
      return [];
  }
}

function valueCandidate(value: string): Candidate {
  return { kind: 'value', text: printWord(value), description: null, compared: value };
}

/** Those that begin with what was written, then those that have it inside. */
function ranked(candidates: readonly Candidate[], { prefix, operator, field }: PartAt): Suggestion[] {
  const wanted = lowerAscii(field === undefined ? prefix : operator + prefix);
  const offset = field === undefined ? 0 : operator.length;
  const placed = candidates.slice(0, MAX_CANDIDATES).map((candidate) => ({
    candidate,
    place: lowerAscii(candidate.compared).indexOf(wanted),
  }));
  const isNew = new Set<string>();
  return [...placed.filter(({ place }) => place === 0), ...placed.filter(({ place }) => place > 0)]
    .map(({ candidate: { kind, text, description } }) => ({ kind, text: text.slice(offset), description }))
    .filter(({ text }) => !isNew.has(text) && isNew.add(text))
    .slice(0, MAX_SUGGESTIONS);
}
