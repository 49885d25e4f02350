import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { Histories, type TaskHistory } from '../../src/core/history/task-history.js';
import { TaskStore } from '../../src/core/read/task-store.js';
import { isFinal } from '../../src/core/task/task-status.js';
import { fill } from '../support/bulk.js';
import { eventually } from '../support/eventually.js';
import { MemoryHistory } from '../support/memory-history.js';
import { type Stand, startStand } from '../support/stand.js';
import { WordTasks } from '../support/word-tasks.js';

const HOUR_MS = 3_600_000;
const STATUSES = ['PENDING', 'STARTED', 'RETRY', 'SUCCESS', 'FAILURE', 'REVOKED'];

describe('GET /tasks/counts', () => {
  let stand: Stand;
  let ended: string[];

  beforeAll(async () => {
    stand = await startStand({ modules: [WordTasks] });
    const task = (y: number, tag: string, more = {}) => ({
      payload: { x: 8, y },
      options: { tags: [tag], ...more },
    });
    const done = await fill(server(), 12, task(2, 'a'));
    const failed = await fill(server(), 5, task(0, 'a', { attempts: 1 }));
    const backoff = { type: 'fixed', delay_ms: HOUR_MS };
    const retried = await fill(server(), 2, {
      ...{ name: 'test.word', payload: { word: 'no' }, options: { tags: ['b'], attempts: 3, backoff } },
    });
    const later = await fill(server(), 7, task(2, 'b', { delay_ms: HOUR_MS }));
    ended = [...done, ...failed];
    await eventually(async () => {
      const tasks = await store().findMany([...ended, ...retried]);
      const states = tasks.map(
        (each) => each !== undefined && (isFinal(each.status) || each.status === 'RETRY'),
      );
      expect(states.every(Boolean)).toBe(true);
    });
    // After the others: a history that has the last of these is asked for all that ended before.
    const [cancelled = ''] = later;
    await request(server()).post(`/tasks/${cancelled}/cancel`).expect(200);
  });
  afterAll(() => stand.stop());
  afterEach(() => histories().use(undefined as unknown as TaskHistory));

  const server = () => stand.app.getHttpServer();
  const store = () => stand.app.get(TaskStore);
  const histories = () => stand.app.get(Histories);
  const ask = (query: object) => request(server()).get('/tasks/counts').query(query);
  /** The numbers in the order of the statuses, and the relations that occur. */
  async function counts(query: object = {}) {
    const { body } = await ask(query).expect(200);
    expect(Object.keys(body).sort()).toEqual(STATUSES.toSorted());
    const relations = new Set(STATUSES.map((status) => body[status].relation));
    return [STATUSES.map((status) => body[status].value), [...relations]];
  }
  async function recorded(ids: readonly string[]) {
    const history = new MemoryHistory();
    for (const task of await store().findMany(ids)) if (task) history.keep({ task, payload: undefined });
    histories().use(history);
    return history;
  }

  const CASES = [
    [{}, [6, 0, 2, 12, 5, 1]],
    [{ queue: 'tasks' }, [6, 0, 2, 12, 5, 1]],
    [{ queue: 'fetch' }, [0, 0, 0, 0, 0, 0]],
    [{ tag: 'a' }, [0, 0, 0, 12, 5, 0]],
    [{ tag: 'b' }, [6, 0, 2, 0, 0, 1]],
    [{ q: 'tag:b status:RETRY|SUCCESS' }, [0, 0, 2, 0, 0, 0]],
    [{ q: 'payload.y:0' }, [0, 0, 0, 0, 5, 0]],
    [{ name: 'math.divide', q: '-tag:a' }, [6, 0, 0, 0, 0, 1]],
  ] as const;

  it.each(CASES)('counts in the broker: %j', async (query, expected) => {
    expect(await counts(query)).toEqual([[...expected], ['exact']]);
  });

  it.each(CASES.filter(([query]) => !JSON.stringify(query).includes('payload')))(
    'counts in broker and history: %j',
    async (query, expected) => {
      await recorded(ended);
      expect(await counts(query)).toEqual([[...expected], ['exact']]);
    },
  );

  it('says that there may be more while the history is away', async () => {
    (await recorded(ended)).isAway = true;
    const [values, relations] = await counts({ tag: 'a' });
    expect(values).toEqual([0, 0, 0, 12, 5, 0]);
    expect(relations).toEqual(['exact', 'at_least']);
  });

  it('refuses what the list refuses, and what does not apply', async () => {
    await ask({ queue: 'nothing' }).expect(422);
    await ask({ q: 'status:FAILED' }).expect(422);
    await ask({ status: 'FAILURE' }).expect(422);
    await ask({ sort: 'created' }).expect(422);
  });
});
