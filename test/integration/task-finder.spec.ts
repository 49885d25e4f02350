import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Histories, type Sorting, type TaskHistory, sortings } from '../../src/core/history/task-history.js';
import type { Condition } from '../../src/core/query/condition.js';
import { TaskPayloads } from '../../src/core/read/task-payloads.js';
import { TaskStore } from '../../src/core/read/task-store.js';
import { BrokerUnavailableError } from '../../src/core/redis/broker.errors.js';
import { BrokerSearch } from '../../src/core/search/broker-search.js';
import { type FinderPlace, type FinderRequest, TaskFinder } from '../../src/core/search/task-finder.js';
import { comparison, placeIn } from '../../src/core/search/sorted-place.js';
import { isFinal } from '../../src/core/task/task-status.js';
import { fill } from '../support/bulk.js';
import { eventually } from '../support/eventually.js';
import { MemoryHistory } from '../support/memory-history.js';
import { type Stand, startStand } from '../support/stand.js';

const HOUR_MS = 3_600_000;
const ORDERS = ['asc', 'desc'] as const;
const CASES = sortings.flatMap((sort) => ORDERS.map((order) => [sort, order] as const));

const status = (...anyOf: ('SUCCESS' | 'FAILURE' | 'PENDING')[]): Condition => ({
  ...{ kind: 'status', isNegated: false, anyOf },
});
const tag = (text: string, isNegated = false): Condition => ({
  ...{ kind: 'tag', isNegated, anyOf: [[text]], orMissing: false },
});
const inPayload = (name: string, value: number): Condition => ({
  ...{ kind: 'document', document: 'payload', path: [name], anyOf: [{ equals: [value] }] },
  ...{ orMissing: false, isNegated: false },
});

describe('the search for tasks', () => {
  let stand: Stand;
  const ids = { done: [] as string[], failed: [] as string[], later: [] as string[] };

  beforeAll(async () => {
    stand = await startStand();
    const server = stand.app.getHttpServer();
    const options = (tags: string[], more = {}) => ({ options: { tags, ...more } });
    ids.done = await fill(server, 40, { payload: { x: 8, y: 2 }, ...options(['Fine']) });
    ids.failed = await fill(server, 20, { payload: { x: 8, y: 0 }, ...options(['bad'], { attempts: 1 }) });
    ids.later = await fill(server, 15, {
      payload: { x: 1, y: 7 },
      ...options(['late'], { delay_ms: HOUR_MS }),
    });
    await eventually(async () => {
      const tasks = await store().findMany([...ids.done, ...ids.failed]);
      expect(tasks.every((task) => task && isFinal(task.status))).toBe(true);
    });
  });
  afterAll(() => stand.stop());
  afterEach(() => histories().use(undefined as unknown as TaskHistory));

  const store = () => stand.app.get(TaskStore);
  const histories = () => stand.app.get(Histories);
  const find = (request: Partial<FinderRequest>) =>
    stand.app.get(TaskFinder).find({
      ...{ conditions: [], sort: 'created', order: 'desc', limit: 50, withPayload: false },
      ...request,
    });
  const idsIn = (page: Awaited<ReturnType<typeof find>>) => page.items.map(({ task }) => task.id);
  async function everyPage(request: Partial<FinderRequest>, start?: FinderPlace) {
    const seen: string[] = [];
    for (let from: FinderPlace | null | undefined = start; from !== null;) {
      const page = await find({ limit: 7, ...request, from });
      seen.push(...idsIn(page));
      from = page.next;
    }
    return seen;
  }
  async function expected(sort: Sorting, order: 'asc' | 'desc', all = Object.values(ids).flat()) {
    const tasks = await store().findMany(all);
    const placed = tasks.flatMap((task) => (task && placeIn(sort, task)) ?? []);
    return placed.sort(comparison(sort, order)).map(({ id }) => id);
  }
  async function recorded(some: readonly string[]) {
    const tasks = await store().findMany(some);
    const known = tasks.filter((task) => task !== undefined);
    const payloads = await stand.app.get(TaskPayloads).findMany(known);
    const history = new MemoryHistory();
    known.forEach((task, i) => history.keep({ task, payload: payloads[i] }));
    histories().use(history);
    return history;
  }

  describe.each(CASES)('sorted by %s %s', (sort, order) => {
    it('pages through what the broker holds', async () => {
      expect(await everyPage({ sort, order })).toEqual(await expected(sort, order));
    });

    it('pages through history and broker as through one list', async () => {
      const all = await expected(sort, order);
      const history = await recorded([...ids.done.slice(5), ...ids.failed.slice(0, 11)]);
      history.until = 0; // so the broker is asked for all of them, too
      expect(await everyPage({ sort, order })).toEqual(all);
    });

    it('finds tasks that only the history has, and those that have not ended', async () => {
      const all = await expected(sort, order);
      const history = await recorded([...ids.done, ...ids.failed]);
      const [old] = await history.findMany(ids.done.slice(0, 1), true);
      const gone = '01890000-0000-7000-8000-000000000001';
      if (old) history.keep({ ...old, task: { ...old.task, id: gone } });
      const seen = await everyPage({ sort, order });
      expect(seen.filter((id) => id !== gone)).toEqual(all);
      expect(seen.filter((id) => id === gone)).toHaveLength(1);
    });
  });

  it('shows the tasks of one stretch after those of another, though what a stretch has may change', async () => {
    const [to = ''] = ids.failed; // in the middle of what is read at once
    const seen = await everyPage({ sort: 'run_ms' }, { among: { to } });
    const ended = await expected('run_ms', 'desc');
    expect(seen).toHaveLength(ended.length);
    expect(new Set(seen)).toEqual(new Set(ended));
  });

  it('finds by status, tag and payload in broker and history alike', async () => {
    const search = async () => ({
      failed: await everyPage({ conditions: [status('FAILURE')] }),
      pending: await everyPage({ conditions: [status('PENDING')] }),
      tagged: await everyPage({ conditions: [tag('fine')] }),
      others: await everyPage({ conditions: [tag('fine', true), status('FAILURE', 'PENDING')] }),
      paid: await everyPage({ conditions: [inPayload('y', 7)] }),
      zero: await everyPage({ conditions: [inPayload('y', 0), status('FAILURE')] }),
    });
    const newestFirst = (some: readonly string[]) => some.toReversed();
    const right = {
      failed: newestFirst(ids.failed),
      pending: newestFirst(ids.later),
      tagged: newestFirst(ids.done),
      others: newestFirst([...ids.failed, ...ids.later]),
      paid: newestFirst(ids.later),
      zero: newestFirst(ids.failed),
    };
    expect(await search()).toEqual(right);
    await recorded([...ids.done, ...ids.failed]);
    expect(await search()).toEqual(right);
  });

  it('shows a task in the state that the broker has, once, where both have it', async () => {
    const [id = ''] = ids.later;
    const history = await recorded([...ids.done, ...ids.failed]);
    const [stale] = await store().findMany([id]);
    if (stale) history.keep({ task: { ...stale, status: 'FAILURE', finishedAt: 1_000 }, payload: {} });
    expect(await everyPage({ conditions: [status('FAILURE')] })).not.toContain(id);
    expect((await everyPage({})).filter((each) => each === id)).toHaveLength(1);
    const page = await find({ conditions: [status('PENDING')] });
    expect(page.items.find(({ task }) => task.id === id)).toMatchObject({ isArchived: false });
  });

  it('answers from the broker alone, and says so, while the history is away', async () => {
    const history = await recorded(ids.done);
    history.isAway = true;
    const page = await find({ limit: 100 });
    expect(idsIn(page)).toEqual(await expected('created', 'desc'));
    expect(page.looked).toMatchObject({ isComplete: false, missing: 'history' });
  });

  describe('while the broker is away', () => {
    const away = new BrokerUnavailableError(new Error('away'));
    const lose = () => [
      jest.spyOn(stand.app.get(BrokerSearch), 'page').mockRejectedValue(away),
      jest.spyOn(stand.app.get(BrokerSearch), 'count').mockRejectedValue(away),
      jest.spyOn(store(), 'findMany').mockRejectedValue(away),
    ];
    afterEach(() => void jest.restoreAllMocks());

    it('answers from the history alone, page by page, and says so', async () => {
      const all = await expected('created', 'desc', [...ids.done, ...ids.failed]);
      await recorded([...ids.done, ...ids.failed]);
      lose();
      expect(await everyPage({})).toEqual(all);
      const { items, looked } = await find({ conditions: [status('FAILURE')] });
      expect(items).toHaveLength(20);
      expect(items.every(({ isArchived }) => isArchived)).toBe(true);
      expect(looked).toEqual({ isComplete: false, lookedAt: 0, until: null, missing: 'broker' });
    });

    it('still answers if it goes away after it was searched', async () => {
      await recorded([...ids.done, ...ids.failed]);
      jest.spyOn(store(), 'findMany').mockRejectedValue(away);
      const { items, looked } = await find({ limit: 100 });
      expect(items.map(({ task }) => task.id)).toEqual(expect.arrayContaining([...ids.done, ...ids.failed]));
      expect(looked).toMatchObject({ isComplete: false, missing: 'broker' });
    });

    it('fails without a history, and for tasks that only the broker has', async () => {
      lose();
      await expect(find({})).rejects.toThrow(BrokerUnavailableError);
      histories().use(new MemoryHistory());
      await expect(find({ conditions: [status('PENDING')] })).rejects.toThrow(BrokerUnavailableError);
    });
  });

  it('does not need the history for tasks that have not ended', async () => {
    (await recorded(ids.done)).isAway = true;
    const { looked, items } = await find({ conditions: [status('PENDING')] });
    expect(items).toHaveLength(15);
    expect(looked).toMatchObject({ isComplete: true, missing: null });
  });

  it('says that it has looked at everything', async () => {
    expect((await find({ limit: 100 })).looked).toEqual({
      ...{ isComplete: true, lookedAt: 75, until: null, missing: null },
    });
  });

  it('counts', async () => {
    const count = (conditions: Condition[]) => stand.app.get(TaskFinder).count(conditions);
    expect(await count([status('FAILURE')])).toEqual({ value: 20, relation: 'exact' });
    await recorded([...ids.done, ...ids.failed]);
    expect(await count([])).toEqual({ value: 75, relation: 'exact' });
  });
});
