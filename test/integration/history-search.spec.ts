import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { SearchTooBroadError, type FullTask } from '../../src/core/history/task-history.js';
import type { Condition, DocumentTest, Pattern } from '../../src/core/query/condition.js';
import { fitsAll } from '../../src/core/query/matcher.js';
import { type HistoryStand, createHistoryStand, finishedTask } from '../support/history-stand.js';
import { describeWithPostgres } from '../support/postgres.js';
import { randomOf } from '../support/random.js';

const START = Date.parse('2026-01-31T23:30:00.000Z');
const TASKS = 120;
/** All of them take a minute; each run takes the same ones. */
const CONDITIONS = Number(process.env['CONDITIONS'] ?? 500);
const NASTY = [
  `o'hara; DROP TABLE task; --`,
  '100%_sure\\',
  '$1',
  '{"a":1}',
  '%',
  '_',
  '\\',
  'Ünïcode',
  '\ud83d\ude00',
];
const TEXTS = ['alpha', 'Beta gamma', 'beta', 'timed out after 30 s', ...NASTY];
const NAMES = ['math.divide', 'fetch.page', 'Fetch.PAGE', 'email.send'];

const random = randomOf(1);
const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
const some = <T>(from: readonly T[], most: number) =>
  Array.from({ length: Math.floor(random() * (most + 1)) }, () => pick(from));

/** Every fourth was created long after the time in its id. */
function idOf(n: number, at: number): string {
  const hex = at.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-${n.toString(16).padStart(12, '0')}`;
}

const LEAVES = [1, 7, '7', 1.5, 1e21, -0.001, true, false, null, ...TEXTS];
function value(depth: number): unknown {
  if (depth === 0 || random() < 0.4) return pick(LEAVES);
  if (random() < 0.4) return some([0, 1, 2], 3).map(() => value(depth - 1));
  return Object.fromEntries(some(['a', 'b', '0', "it's", '*'], 3).map((name) => [name, value(depth - 1)]));
}

function taskOf(n: number): FullTask {
  const at = START + n * 20_000;
  const id = idOf(n, n % 4 === 0 ? at - 86_400_000 * (n % 40) : at);
  const isFailed = random() < 0.4;
  const task = finishedTask({
    ...{ id, name: pick(NAMES), queue: pick(['tasks', 'fetch']), createdAt: at, tags: some(TEXTS, 2) },
    ...{ status: isFailed ? 'FAILURE' : pick(['SUCCESS', 'REVOKED']), worker: pick([...TEXTS, null]) },
    ...{ startedAt: pick([at + 5, null]), finishedAt: at + Math.floor(random() * 5_000) },
    ...{ expiresAt: pick([null, at]), attempt: pick([1, 2, 3]), crashes: pick([0, 1]) },
    ...{ error: isFailed ? { type: pick(['RangeError', 'E']), message: pick(TEXTS) } : null },
    ...{ errorFingerprint: isFailed ? pick(['0a', '0b']) : null, result: isFailed ? null : value(2) },
    ...{
      workflowId: pick([null, idOf(1, START)]),
      parentId: pick([null, idOf(2, START)]),
      step: pick([null, 'first']),
    },
  });
  return {
    task,
    payload: pick([undefined, { a: value(3), b: value(1) }, { long: 'x'.repeat(5_000), a: pick(TEXTS) }]),
  };
}

const tasks = Array.from({ length: TASKS }, (_, n) => taskOf(n));

const lower = (text: string) => text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
function patternsOf(texts: readonly string[]): Pattern[] {
  return texts.flatMap((text) => {
    const letters = Array.from(lower(text)); // no pattern has half of a surrogate pair
    const part = (from: number, to?: number) => letters.slice(from, to).join('');
    return [[part(0)], ['', part(1), ''], [part(0, 2), ''], ['', part(-3)], ['', part(1, 2), part(3), '']];
  });
}

const BARE = { isNegated: false, orMissing: false } as const;
const text = (
  fields: readonly (
    'name' | 'worker' | 'error.message' | 'step' | 'id' | 'workflow' | 'parent' | 'fingerprint' | 'error.type'
  )[],
  anyOf: readonly Pattern[],
): Condition => ({ ...BARE, kind: 'text', fields, anyOf });
const document = (
  path: readonly string[],
  test: DocumentTest,
  name: 'payload' | 'result' | 'progress' = 'payload',
): Condition => ({ ...BARE, kind: 'document', document: name, path, anyOf: [test] });

const PATHS = [
  [],
  ['a'],
  ['b'],
  ['a', 'b'],
  ['a', '0'],
  ['a', '*'],
  ['*', '*'],
  ['a', '0', 'b'],
  ['a', '*', 'b'],
  ['a', '-1'],
  ['a', '01'],
  ['a', "it's"],
  ['*'],
  ['a; --'],
];
const TESTS: DocumentTest[] = [
  ...[
    { equals: [7, '7'] },
    { equals: [1.5] },
    { equals: [null] },
    { equals: [true, 'beta'] },
    { equals: [1e21] },
    { isPresent: true },
  ],
  ...[
    { range: { from: 1 } },
    { range: { to: 7, excludesTo: true } },
    { range: { from: -1, to: 0 } },
    { range: { to: Infinity } },
  ],
  ...[
    { equals: [NASTY[0] ?? ''] },
    { equals: ['Ünïcode'] },
    { pattern: ['', '000', ''] },
    { pattern: ['1', ''] },
  ],
  ...patternsOf(['beta gamma', ...NASTY]).map((pattern) => ({ pattern })),
] as DocumentTest[];

const conditions: Condition[] = [
  { isNegated: false, kind: 'status', anyOf: ['FAILURE'] },
  { isNegated: false, kind: 'status', anyOf: ['PENDING', 'REVOKED'] },
  ...patternsOf([...NAMES, ...NASTY]).map((pattern) => text(['name'], [pattern, ['email.send']])),
  ...patternsOf(TEXTS).flatMap((pattern) => [
    text(['worker'], [pattern]),
    text(['error.type', 'error.message'], [pattern]),
    { ...BARE, kind: 'tag', anyOf: [pattern] } as const,
  ]),
  ...patternsOf(TEXTS).flatMap((anyOf) =>
    [true, false].map((inPayload): Condition => ({
      isNegated: false,
      kind: 'anywhere',
      anyOf: [anyOf],
      inPayload,
    })),
  ),
  text(['workflow'], [[idOf(1, START)]]),
  text(['id', 'parent', 'workflow'], [[idOf(2, START)], ['nonsense'], ['', '0002']]),
  text(['id'], [[idOf(3, START + 60_000)]]),
  text(['fingerprint'], [['0a']]),
  text(['step'], [['first']]),
  ...[{ from: 1, to: 2 }, { from: 2.5 }, { to: 1e300 }, { from: 3, excludesFrom: true }, {}].flatMap(
    (range): Condition[] =>
      (['attempt', 'crashes', 'run_ms', 'wait_ms'] as const).map((field) => ({
        ...BARE,
        kind: 'number',
        field,
        anyOf: [range],
      })),
  ),
  ...[
    { from: START + 3_600_000 },
    { to: START + 900_000, excludesTo: true },
    { from: START, to: START + 60_000 },
    { to: 1e18 },
    { from: -1e18 },
    {},
  ].flatMap((range): Condition[] =>
    (['created', 'started', 'finished', 'expires', 'run_at'] as const).map((field) => ({
      ...BARE,
      kind: 'time',
      field,
      anyOf: [range],
    })),
  ),
  ...PATHS.flatMap((path) => TESTS.map((test) => document(path, test))),
  ...[[], ['a'], ['a', '*']].flatMap((path) =>
    TESTS.flatMap((test) => [document(path, test, 'result'), document(path, test, 'progress')]),
  ),
];

/** The same condition with every sign. */
function variantsOf(condition: Condition): Condition[] {
  const missing = 'orMissing' in condition ? [condition, { ...condition, orMissing: true }] : [condition];
  return missing.flatMap((one) => [one, { ...one, isNegated: true }]);
}

describeWithPostgres('a search of the history', () => {
  let stand: HistoryStand;

  beforeAll(async () => {
    stand = await createHistoryStand();
    await stand.write(tasks);
  });

  afterAll(async () => {
    await stand.remove();
  });

  const fitting = (all: readonly Condition[]) =>
    tasks
      .filter((task) => fitsAll(task, all))
      .map(({ task }) => task.id)
      .toSorted();

  it('finds the tasks that the matcher accepts, for each kind of condition', async () => {
    const wrong = await eachOf(someOf(conditions.flatMap(variantsOf), CONDITIONS), async (condition) => {
      const found = await stand.idsOf([condition]);
      return found.join() === fitting([condition]).join() ? [] : [{ condition, found }];
    });
    expect(wrong).toEqual([]);
  });

  it('finds those that fit all of several conditions, however PostgreSQL looks for them', async () => {
    for (let round = 0; round < 60; round++) {
      const all = [
        pick(conditions.flatMap(variantsOf)),
        pick(conditions.flatMap(variantsOf)),
        pick(conditions),
      ];
      expect([await stand.idsOf(all), all]).toEqual([fitting(all), all]);
      expect(await stand.searches.count(all)).toEqual({ value: fitting(all).length, relation: 'exact' });
    }
  });

  it('gives every task once, in pages, by each order', async () => {
    const sorts = {
      created: () => 0,
      finished: ({ task }: FullTask) => task.finishedAt ?? 0,
      run_ms: runMs,
      wait_ms: waitMs,
    };
    const failed: Condition = { isNegated: true, kind: 'status', anyOf: ['REVOKED'] };
    const fast: Condition = document(['a'], { isPresent: true });
    for (const [sort, valueOf] of Object.entries(sorts) as [
      keyof typeof sorts,
      (task: FullTask) => number | null,
    ][])
      for (const order of ['asc', 'desc'] as const)
        for (const all of [[], [failed], [fast, failed]]) {
          const expected = tasks
            .filter((task) => fitsAll(task, all) && valueOf(task) !== null)
            .toSorted((a, b) => Number(valueOf(a)) - Number(valueOf(b)) || (a.task.id < b.task.id ? -1 : 1))
            .map(({ task }) => task.id);
          if (order === 'desc') expected.reverse();
          const found: string[] = [];
          for (;;) {
            const last = tasks.find(({ task }) => task.id === found.at(-1));
            const after = last && { value: valueOf(last) ?? 0, id: last.task.id };
            const page = await stand.idsOf(all, { sort, order, after, limit: 33 });
            found.push(...page);
            if (page.length < 33) break;
          }
          expect([sort, order, found]).toEqual([sort, order, expected]);
        }
  });

  it('leaves out results that are too large, and payloads that are not asked for', async () => {
    const search = { conditions: [], sort: 'created', order: 'asc', limit: 5_000 } as const;
    const [few] = await stand.searches.search({ ...search, maxResultBytes: 3, withPayload: false });
    expect(few).toHaveProperty('payload', undefined);
    const all = await stand.searches.search({ ...search, maxResultBytes: 4, withPayload: true });
    for (const { task, payload } of all) {
      const original = tasks.find((one) => one.task.id === task.id);
      expect(payload).toEqual(original?.payload);
      const isLarge = Buffer.byteLength(JSON.stringify(original?.task.result)) > 4;
      expect([task.result, task.isResultLeftOut]).toEqual(
        isLarge ? [null, true] : [original?.task.result, false],
      );
    }
  });

  it('works without the index for parts of texts', async () => {
    const bare = await createHistoryStand();
    await bare.database.write('DROP INDEX task_by_text');
    await bare.write(tasks.slice(0, 100));
    const all: Condition[] = [
      { isNegated: false, kind: 'anywhere', anyOf: [['', 'out', '']], inPayload: true },
    ];
    const expected = tasks
      .slice(0, 100)
      .filter((task) => fitsAll(task, all))
      .map(({ task }) => task.id);
    expect(await bare.idsOf(all)).toEqual(expected.toSorted());
    await bare.remove();
  });

  it('refuses a search that takes too long, and still estimates its count', async () => {
    const hasty = await createHistoryStand({ HISTORY_STATEMENT_TIMEOUT_MS: '100' });
    await hasty.write(tasks);
    // A function that takes its time, and no index that knows its results.
    await hasty.database.write('DROP INDEX task_displaced');
    await hasty.database.write(
      `CREATE OR REPLACE FUNCTION task_is_displaced(id uuid, created_at timestamptz) RETURNS boolean IMMUTABLE
       LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(1); RETURN false; END $$`,
    );
    const slow: Condition = { ...BARE, kind: 'time', field: 'created', anyOf: [{ from: START + 1_000 }] };
    await expect(hasty.idsOf([slow])).rejects.toThrow(SearchTooBroadError);
    expect(await hasty.searches.count([slow])).toMatchObject({ relation: 'estimate' });
    await hasty.remove();
  });
});

/** The items of a list, evenly spread. */
function someOf<T>(items: readonly T[], count: number): T[] {
  return items.filter(
    (_, i) => Math.floor((i * count) / items.length) !== Math.floor(((i + 1) * count) / items.length),
  );
}

/** Several at a time, as there are connections for them. */
async function eachOf<T, R>(items: readonly T[], act: (item: T) => Promise<R[]>): Promise<R[]> {
  const left = [...items];
  const results: R[] = [];
  const next = async () => {
    for (let item = left.pop(); item !== undefined; item = left.pop()) results.push(...(await act(item)));
  };
  await Promise.all([next(), next(), next(), next()]);
  return results;
}

const runMs = ({ task }: FullTask) =>
  task.startedAt === null ? null : Math.max(0, (task.finishedAt ?? 0) - task.startedAt);
const waitMs = ({ task }: FullTask) =>
  task.startedAt === null ? null : Math.max(0, task.startedAt - task.createdAt);
