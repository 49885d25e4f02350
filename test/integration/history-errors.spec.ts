import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import request from 'supertest';
import { Histories } from '../../src/core/history/task-history.js';
import { TaskQueue } from '../../src/core/submit/task-queue.js';
import { Task, type TaskHandler } from '../../src/core/task/task.js';
import { eventually } from '../support/eventually.js';
import { type OwnPostgres, createOwnPostgres, describeWithPostgres } from '../support/postgres.js';
import { storeTasks } from '../support/recorded-tasks.js';
import { type Stand, startStand } from '../support/stand.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

class Nothing {}

@Task({ name: 'test.row', queue: 'tasks', payload: Nothing, attempts: 1 })
class RowTask implements TaskHandler<Nothing, string> {
  run(): Promise<string> {
    throw new RangeError('row 7 is odd');
  }
}

@Module({ providers: [RowTask] })
class TestTasks {}

const odd = {
  name: 'test.row',
  status: 'FAILURE',
  error: { type: 'RangeError', message: 'row 3 is odd' },
} as const;
const lost = { name: 'test.other', status: 'FAILURE', error: { type: 'Error', message: 'lost' } } as const;

describeWithPostgres('/errors with a history', () => {
  let postgres: OwnPostgres;
  let stand: Stand;
  let stored: string[];
  const now = Date.now();

  beforeAll(async () => {
    postgres = await createOwnPostgres();
    await postgres.start();
    stand = await startStand({ modules: [TestTasks] }, { HISTORY_URL: postgres.url });
    stored = await storeTasks(stand.worker, [
      { ...odd, at: now - 40 * DAY_MS, version: '1.0.0' },
      { ...odd, at: now - 2 * HOUR_MS, version: '1.1.0' },
      { ...odd, at: now - 2 * HOUR_MS + 1, version: '1.1.0', queue: 'fetch' },
      { ...lost, at: now - HOUR_MS },
      { at: now - HOUR_MS },
    ]);
  });
  afterAll(async () => {
    await stand.stop();
    await postgres.remove();
  });

  const api = () => request(stand.app.getHttpServer());
  const list = async (query: object = {}) => (await api().get('/errors').query(query).expect(200)).body;
  const read = async (fingerprint: string) => (await api().get(`/errors/${fingerprint}`).expect(200)).body;
  const redrive = async (fingerprint: string, body: object) =>
    (await api().post(`/errors/${fingerprint}/redrive`).send(body).expect(200)).body;
  const fail = async () => {
    const { id } = await stand.app.get(TaskQueue).submit(RowTask, {});
    await eventually(async () => {
      const { body } = await api().get(`/tasks/${id}`).expect(200);
      expect(body.status).toBe('FAILURE');
    });
    return id;
  };
  /** A task that both have is one. */
  const record = async (id: string) => {
    await stand.worker
      .get(Histories)
      .get()
      ?.confirm([{ id, finishedAt: Date.now() }]);
  };

  it('groups what the history holds, with versions and the first time of all', async () => {
    const body = await list({ window: '24h' });
    expect(body).toMatchObject({ source: 'history', is_complete: true });
    expect(body.items).toMatchObject([
      { name: 'test.other', count: 1, message_pattern: 'lost' },
      {
        ...{ name: 'test.row', error_type: 'RangeError', message_pattern: 'row <number> is odd', count: 2 },
        queues: ['fetch', 'tasks'],
        first_seen_at: new Date(now - 40 * DAY_MS).toISOString(),
        last_seen_at: new Date(now - 2 * HOUR_MS + 1).toISOString(),
        versions: ['1.0.0', '1.1.0'],
        task_ids: [stored[2], stored[1], stored[0]],
      },
    ]);
    const { counts } = body.items[1];
    expect(counts.slice(21, 23).reduce((sum: number, one: number) => sum + one)).toBe(2);
    expect(await list({ window: '24h', queue: 'fetch' })).toMatchObject({ items: [{ count: 1 }] });
    expect((await list({ window: '60d', name: 'test.row' })).items).toMatchObject([{ count: 3 }]);
  });

  it('adds failures that only the broker has, and counts those that both have once', async () => {
    const before = (await list()).items.find(({ name }: any) => name === 'test.row');
    const id = await fail();
    const merged = await read(before.fingerprint);
    expect(merged).toMatchObject({ count: Number(before.count) + 1, first_seen_at: before.first_seen_at });
    expect(merged.task_ids[0]).toBe(id);
    await record(id);
    const versions = expect.arrayContaining(['1.0.0', '1.1.0']);
    expect(await read(before.fingerprint)).toEqual({ ...merged, from: expect.any(String), versions });
  });

  it('counts in a dry run what only the history holds, and runs the others again', async () => {
    const { fingerprint } = (await list()).items.find(({ name }: any) => name === 'test.row');
    expect(await redrive(fingerprint, { dry_run: true })).toMatchObject({
      ...{ matched: 1, archived: 3, is_complete: true, succeeded: [] },
    });
    const { succeeded, archived } = await redrive(fingerprint, {});
    expect([succeeded.length, archived]).toEqual([1, 3]);
  });

  it('finds a group that only the history holds, and says that none of it can run again', async () => {
    const { fingerprint } = (await list()).items.find(({ name }: any) => name === 'test.other');
    expect(await redrive(fingerprint, {})).toMatchObject({ matched: 0, archived: 1, succeeded: [] });
    const { body } = await api().post(`/errors/${fingerprint}/resolve`).send({ note: 'found' }).expect(200);
    expect(body).toMatchObject({ state: 'resolved', decision: { note: 'found' } });
    await storeTasks(stand.worker, [{ ...lost, at: Date.now() + 1 }]);
    expect(await read(fingerprint)).toMatchObject({ state: 'reopened', count: 2 });
  });

  it('finds nothing for a name that PostgreSQL cannot hold', async () => {
    expect((await list({ name: '\0' })).items).toEqual([]);
    await api().get('/errors/%00').expect(404);
    await api().get('/stats').query({ metric: 'failures', by: 'name', name: '\0' }).expect(200);
  });

  it('shows what the broker holds while the history is away', async () => {
    const id = await fail();
    await postgres.stop();
    const body = await list();
    expect(body).toMatchObject({ source: 'broker', is_complete: false });
    expect(body.items[0].task_ids[0]).toBe(id);
    await api().get('/stats').query({ metric: 'run', by: 'name' }).expect(503);
    await api().get('/stats').query({ metric: 'run' }).expect(200);
    await postgres.start();
    await eventually(async () => expect((await list()).source).toBe('history'));
  });
});
