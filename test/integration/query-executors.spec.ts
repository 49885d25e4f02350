import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import fc from 'fast-check';
import {
  type FullTask,
  Histories,
  type HistorySearch,
  type SearchPosition,
  type TaskHistory,
  sortings,
} from '../../src/core/history/task-history.js';
import { fitsAll } from '../../src/core/query/matcher.js';
import { printQuery } from '../../src/core/query/print-query.js';
import { conditionsOf } from '../../src/core/query/resolve-query.js';
import { TaskPayloads } from '../../src/core/read/task-payloads.js';
import { TaskStore } from '../../src/core/read/task-store.js';
import { Queues } from '../../src/core/bullmq/queues.js';
import { BrokerSearch } from '../../src/core/search/broker-search.js';
import { type FinderPlace, TaskFinder } from '../../src/core/search/task-finder.js';
import { TaskQueue } from '../../src/core/submit/task-queue.js';
import { DivideTask } from '../../src/features/tasks/divide.task.js';
import { comparison, placeIn } from '../../src/core/search/sorted-place.js';
import { writeEndedTasks } from '../support/ended-tasks.js';
import { startApi } from '../support/in-process.js';
import { type TestDatabase, createTestDatabase, describeWithPostgres } from '../support/postgres.js';
import { queries } from '../support/random-queries.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

const TASKS = 200;
const QUERIES = 120;
const PAGE = 70;
/** The whole index, however long that takes. */
const ALL = { to: null };

type Asked = Pick<HistorySearch, 'conditions' | 'sort' | 'order'>;

describeWithPostgres('random queries over random tasks', () => {
  let database: TestDatabase;
  let sandbox: Sandbox;
  let app: NestExpressApplication;
  let history: TaskHistory;
  let broker: BrokerSearch;
  let tasks: FullTask[];
  const now = Date.now();

  beforeAll(async () => {
    database = await createTestDatabase();
    sandbox = await createSandbox({ HISTORY_URL: database.url });
    app = await startApi(sandbox.variables);
    const found = app.get(Histories).get();
    if (found === undefined) throw new Error('no history has registered itself');
    history = found;
    broker = app.get(BrokerSearch);
    const ended = await writeEndedTasks(app, sandbox, now, TASKS);
    const ids = ended.map(({ id }) => id);
    expect((await history.confirm(ended)).size).toBe(TASKS);
    const snapshots = (await app.get(TaskStore).findMany(ids, 0)).filter((task) => task !== undefined);
    const payloads = await app.get(TaskPayloads).findMany(snapshots);
    tasks = snapshots.map((task, i) => ({ task, payload: payloads[i] }));
    expect(tasks).toHaveLength(TASKS);
  });

  afterAll(async () => {
    await app.close();
    await sandbox.clean();
    await database.drop();
  });

  /** The ids that a naive walk over all tasks finds, in order. */
  function expected({ conditions, sort, order }: Asked): string[] {
    const compare = comparison(sort, order);
    const places = tasks
      .filter((task) => fitsAll(task, conditions))
      .flatMap(({ task }) => placeIn(sort, task) ?? []);
    return places.sort(compare).map(({ id }) => id);
  }

  async function inHistory(asked: Asked): Promise<string[]> {
    const ids: string[] = [];
    for (let after: SearchPosition | undefined; ;) {
      const search = { ...asked, after, limit: PAGE, maxResultBytes: 0, withPayload: false };
      const page = await history.search(search);
      ids.push(...page.map(({ task }) => task.id));
      const last = page.at(-1);
      if (page.length < PAGE || last === undefined) return ids;
      after = placeIn(asked.sort, last.task);
    }
  }

  async function inBroker(asked: Asked): Promise<string[]> {
    const ids: string[] = [];
    for (let after: SearchPosition | undefined; ;) {
      const page = await broker.page({ ...asked, after, limit: PAGE, withPayload: false, among: ALL });
      ids.push(...page.found.map(({ full }) => full.task.id));
      if (page.next === null) return ids;
      after = page.next;
    }
  }

  async function inBoth(asked: Asked): Promise<string[]> {
    const ids: string[] = [];
    for (let from: FinderPlace | null | undefined; from !== null;) {
      const page = await app.get(TaskFinder).find({ ...asked, from, limit: PAGE, withPayload: false });
      ids.push(...page.items.map(({ task }) => task.id));
      from = page.next;
    }
    return ids;
  }

  it('find the same in the history, in the broker and in memory, page by page', async () => {
    const asked = fc.record({
      query: queries,
      sort: fc.constantFrom(...sortings),
      order: fc.constantFrom('asc' as const, 'desc' as const),
    });
    const counts = { none: 0, some: 0, all: 0 };
    for (const { query, ...rest } of fc.sample(asked, { numRuns: QUERIES, seed: 7 })) {
      const search = { ...rest, conditions: conditionsOf(query, { now, seesPayloads: true }) };
      const ids = expected(search);
      counts[ids.length === 0 ? 'none' : ids.length === TASKS ? 'all' : 'some']++;
      const text = `${printQuery(query)} by ${rest.sort} ${rest.order}`;
      expect({ text, ids: await inHistory(search) }).toEqual({ text, ids });
      expect({ text, ids: await inBroker(search) }).toEqual({ text, ids });
    }
    expect(counts.some).toBeGreaterThan(QUERIES / 3);
  }, 180_000);

  it('are counted in the history and in the broker', async () => {
    for (const query of fc.sample(queries, { numRuns: 50, seed: 8 })) {
      const conditions = conditionsOf(query, { now, seesPayloads: true });
      const value = expected({ conditions, sort: 'created', order: 'asc' }).length;
      const text = printQuery(query);
      expect({ text, ...(await history.count(conditions)) }).toEqual({ text, value, relation: 'exact' });
      const counted = await broker.count({ conditions });
      const isOutOfTime = counted.relation === 'at_least' && counted.value <= value;
      expect({ text, value: isOutOfTime ? value : counted.value }).toEqual({ text, value });
    }
  });

  it('find the same in both together, where each lacks some tasks, and some have not ended', async () => {
    const waiting = await app.get(TaskQueue).submitMany(
      DivideTask,
      Array.from({ length: 15 }, (_, x) => ({ x, y: 1 })),
      {
        delayMs: 3_600_000,
        tags: ['a'],
      },
    );
    const ids = tasks.map(({ task }) => task.id);
    const keys = app.get(Queues).keys('tasks');
    await sandbox.redis.del(ids.filter((_, i) => i % 3 === 0).map((id) => keys.job(id)));
    for (const id of ids.filter((_, i) => i % 3 === 1)) expect(await history.remove(id)).toBe(true);
    tasks.push(...waiting.map(({ snapshot: task }, x) => ({ task, payload: { x, y: 1 } })));
    const asked = fc.record({ query: queries, order: fc.constantFrom('asc' as const, 'desc' as const) });
    for (const { query, order } of fc.sample(asked, { numRuns: 60, seed: 9 })) {
      const conditions = conditionsOf(query, { now, seesPayloads: true });
      const search = { conditions, sort: 'created' as const, order };
      const text = `${printQuery(query)} ${order}`;
      expect({ text, ids: await inBoth(search) }).toEqual({ text, ids: expected(search) });
    }
    const all = await inBoth({ conditions: [], sort: 'created', order: 'desc' });
    expect(all).toHaveLength(TASKS + waiting.length);
  }, 180_000);
});
