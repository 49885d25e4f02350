import fc from 'fast-check';
import type { SearchedTask } from '../../src/core/query/matcher.js';
import { fieldNames, queryFields } from '../../src/core/query/query-fields.js';
import type { Query, RangeOf, Term, Value } from '../../src/core/query/query.js';
import type { TaskSnapshot } from '../../src/core/task/task-snapshot.js';
import { priorities } from '../../src/core/task/options/priority.js';
import { taskStatuses } from '../../src/core/task/task-status.js';

/** The time at which the random queries are asked: a Saturday, in the middle of a minute. */
export const ASKED_AT = Date.parse('2026-01-10T12:34:56.789Z');
const HOUR_MS = 3_600_000;

/** Few texts, so that queries find something. */
const PLAIN = ['fetch.store', 'fetch.page', 'math.divide', 'a', 'b', 'A', 'null', 'true', '7', '-1.5', ''];
const ODD = [
  '100%_x',
  'a_b',
  'back\\slash',
  'x "quoted" y',
  'two words',
  'a*b',
  '>5',
  '1..3',
  'x|y',
  'a:b',
  '-x',
];
const FOREIGN = ['Ärger', 'ärger', 'İ', 'ΑΣ', 'ας', '日本', '😀', 'ß', "O'Neil", 'K'];
export const WORDS = [...PLAIN, ...ODD, ...FOREIGN];
const NUMBERS = [0, 1, 7, -1.5, 0.1, 1e21, 1e-7, 2 ** 53, 5000, 1.7976931348623157e308];
const NAMES = ['a', 'b', 'x y', 'a.b', '0', '1', '__proto__', 'length', 'ä'];
export const IDS = [0, 1, 2, 3].map((n) => `0199a4d2-7c1e-7b60-9f3a-2d5e8c4b1a0${n}`);

const word = fc.constantFrom(...WORDS);
const textOrNull = fc.option(fc.constantFrom(...WORDS.filter((text) => text !== '')));
const time = fc.integer({ min: -72, max: 24 }).map((hours) => ASKED_AT + hours * HOUR_MS);
const timeOrNull = fc.option(time);
const idOrNull = fc.option(fc.constantFrom(...IDS));
/** The values of documents. */
export const scalar = fc.oneof(word, fc.constantFrom(...NUMBERS), fc.boolean(), fc.constant(null));

/** JSON with few names; `__proto__` is a name like any other. */
export const documents: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 3, depthSize: 'small' }, scalar, tie('object'), tie('array')),
  array: fc.array(tie('value'), { maxLength: 3 }),
  object: fc.array(fc.tuple(fc.constantFrom(...NAMES), tie('value')), { maxLength: 4 }).map(objectOf),
})).object;

function objectOf(entries: readonly (readonly [string, unknown])[]): unknown {
  const parts = entries.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`);
  return JSON.parse(`{${parts.join(',')}}`);
}

const error = fc.record({ type: fc.constantFrom('TimeoutError', 'Error'), message: word });

/** Tasks as they are read from the broker or the history. */
export const searchedTasks: fc.Arbitrary<SearchedTask> = fc
  .record({
    id: fc.constantFrom(...IDS),
    name: fc.constantFrom('fetch.store', 'fetch.page', 'math.divide'),
    queue: fc.constantFrom('fetch', 'default'),
    status: fc.constantFrom(...taskStatuses),
    result: fc.oneof(scalar, documents),
    isResultLeftOut: fc.constantFrom(false, false, false, true),
    error: fc.option(error),
    errorFingerprint: textOrNull,
    errors: fc.constantFrom(
      [],
      [
        {
          attempt: 1,
          worker: 'a',
          started_at: '2026-01-09T00:00:00.000Z',
          ended_at: '',
          type: 'E',
          message: '',
        },
      ],
    ),
    progress: fc.oneof(fc.constant(null), fc.integer({ min: 0, max: 100 }), documents),
    attempt: fc.nat(3),
    maxAttempts: fc.nat(3),
    crashes: fc.nat(2),
    priority: fc.constantFrom(...priorities),
    createdAt: time,
    runAt: timeOrNull,
    startedAt: timeOrNull,
    finishedAt: timeOrNull,
    expiresAt: timeOrNull,
    worker: textOrNull,
    tags: fc.array(word, { maxLength: 3 }),
    parentId: idOrNull,
    rootId: idOrNull,
    replayOf: idOrNull,
    workflowId: idOrNull,
    step: textOrNull,
    submittedBy: textOrNull,
    revokeReason: textOrNull,
  })
  .chain((task) =>
    // A matcher reads none of the other fields.
    documents.map((payload) => ({ task: task as unknown as TaskSnapshot, payload })),
  );

const nullValue = fc.constant<Value>({ kind: 'null' });
const wildcards = fc
  .array(fc.oneof(fc.constantFrom('a', 'e', 'o', ' ', '%', '_', '\\', 'ä', 's'), word), {
    minLength: 2,
    maxLength: 4,
  })
  .map((pieces) => pieces.filter((piece, i) => piece !== '' || i === 0 || i === pieces.length - 1))
  .filter((pieces) => pieces.length > 1);
/** Words that are read as texts without quotes, whatever stands before them. */
const bareWords = WORDS.filter(
  (text) => /^[^\s"|*:<>(-][^\s"|*:]*$/.test(text) && !/^(?:null|.*\.\..*)$/.test(text),
);
const textValue = fc.oneof(
  wildcards.map((pieces): Value => ({ kind: 'text', pieces, isQuoted: false })),
  word.map((text): Value => ({ kind: 'text', pieces: [text], isQuoted: true })),
  fc.constantFrom(...bareWords).map((text): Value => ({ kind: 'text', pieces: [text], isQuoted: false })),
);
const hasText = (value: Value) => value.kind === 'text' && value.pieces.some((piece) => piece !== '');
const proseValue = textValue.filter(hasText);

function rangesOf<Bound>(bound: fc.Arbitrary<Bound>, fits: (from: Bound, to: Bound) => boolean) {
  return fc.oneof<fc.Arbitrary<RangeOf<Bound>>[]>(
    bound.map((from) => ({ from })),
    bound.map((from) => ({ from, excludesFrom: true as const })),
    bound.map((to) => ({ to })),
    bound.map((to) => ({ to, excludesTo: true as const })),
    fc
      .tuple(bound, bound)
      .filter(([from, to]) => fits(from, to))
      .map(([from, to]) => ({ from, to })),
  );
}

const isOrdered = (from: number, to: number) => from <= to;
const TIME_WORDS = [
  'now',
  'today',
  'yesterday',
  '-2h',
  '-1.5d',
  '+1h',
  '2026-01',
  '2026-01-09',
  '2026-01-10T12:34',
];
const EXACT_TIMES = ['2026-01-10T12:34:56', '2026-01-10T12:34:56.789Z', '2026-01-10T14:34:56.789+02:00'];
const isPeriod = (from: string, to: string) => from !== to || !/^(?:now|[+-].*)$/.test(from);

const numberValue = rangesOf(fc.constantFrom(0, 1, 2, 3, 3_600_000, 0.5), isOrdered).map((range): Value => ({
  kind: 'number',
  range,
}));
const timeValue = rangesOf(fc.constantFrom(...TIME_WORDS, ...EXACT_TIMES), isPeriod).map((range): Value => ({
  kind: 'time',
  range,
}));
const inDocument = fc.oneof(
  textValue,
  rangesOf(fc.constantFrom(...NUMBERS), isOrdered).map((range): Value => ({ kind: 'number', range })),
  fc.constantFrom(...NUMBERS).map((n): Value => ({ kind: 'text', pieces: [String(n)], isQuoted: false })),
);
const idValue = fc.oneof(
  fc.constantFrom(...IDS).map((id): Value => ({ kind: 'text', pieces: [id], isQuoted: false })),
  fc
    .constantFrom('0', '3', 'ff')
    .map((end): Value => ({ kind: 'text', pieces: ['0199', end], isQuoted: false })),
);

/** All values of a field but null. */
function valuesOf(name: (typeof fieldNames)[number]): fc.Arbitrary<Value> {
  const field = queryFields[name];
  switch (field.kind) {
    case 'status':
      return fc
        .constantFrom(...taskStatuses)
        .map((status) => ({ kind: 'text', pieces: [status], isQuoted: false }));
    case 'choice':
      return fc
        .constantFrom(...field.words)
        .map((text) => ({ kind: 'text', pieces: [text], isQuoted: false }));
    case 'id':
      return idValue;
    case 'prose':
      return fc.oneof(proseValue, fc.constant<Value>({ kind: 'text', pieces: ['', ''], isQuoted: false }));
    case 'number':
    case 'duration':
      return numberValue;
    case 'time':
      return timeValue;
    default:
      return textValue;
  }
}

const alternatives = (value: fc.Arbitrary<Value>) => fc.array(value, { minLength: 1, maxLength: 3 });

const fieldTerm = fc
  .constantFrom(...fieldNames.filter((name) => queryFields[name].kind !== 'document'))
  .chain((name) => {
    const value = valuesOf(name);
    const values = alternatives(
      name === 'status' ? value : fc.oneof({ weight: 5, arbitrary: value }, nullValue),
    );
    return values.map((anyOf) => ({ target: { kind: 'field' as const, name }, anyOf }));
  });

const documentTerm = fc
  .constantFrom('payload' as const, 'result' as const, 'progress' as const)
  .chain((document) =>
    fc.record({
      document: fc.constant(document),
      path: fc.array(fc.constantFrom(...NAMES, '*', '*'), {
        minLength: document === 'payload' ? 1 : 0,
        maxLength: 3,
      }),
      anyOf: alternatives(fc.oneof({ weight: 5, arbitrary: inDocument }, nullValue)),
    }),
  )
  .map(({ document, path, anyOf }) => ({ target: { kind: 'document' as const, document, path }, anyOf }));

const anywhereTerm = alternatives(proseValue).map((anyOf) => ({
  target: { kind: 'anywhere' as const },
  anyOf,
}));

const terms: fc.Arbitrary<Term> = fc
  .tuple(fc.boolean(), fc.oneof(fieldTerm, documentTerm, anywhereTerm))
  .map(([isNegated, term]) => ({ isNegated, ...term }));

/** Queries as the parser makes them. */
export const queries: fc.Arbitrary<Query> = fc.array(terms, { maxLength: 3 }).map((all) => ({ terms: all }));
