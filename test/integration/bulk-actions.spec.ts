import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { WorkerPool } from '../../src/worker/consuming/worker-pool.js';
import { BulkStep } from '../../src/api/bulk-actions/bulk-step.js';
import { bulkOf, fill, onceOver } from '../support/bulk.js';
import { eventually } from '../support/eventually.js';
import { startWorker } from '../support/in-process.js';
import { type Stand, startStand } from '../support/stand.js';

const HOUR_MS = 3_600_000;

describe('/bulk-actions', () => {
  let stand: Stand;
  let tag: string;
  let number = 0;

  beforeAll(async () => {
    // Submitted tasks wait until a test executes them.
    stand = await startStand({}, { WORKER_QUEUES: 'operations' });
  });
  beforeEach(() => {
    tag = `test-${(number += 1)}`;
  });
  afterAll(() => stand.stop());

  const server = () => stand.app.getHttpServer();
  const post = (path: string, body?: object) => request(server()).post(path).send(body);
  const get = async (path: string) => (await request(server()).get(path).expect(200)).body;
  const order = (body: object) => bulkOf(server(), body);
  const over = (id: string, expected: object = { status: 'SUCCESS' }) => onceOver(server(), id, expected);
  const submit = (count: number, options: object = {}, payload: object = { x: 4, y: 2 }) =>
    fill(server(), count, { payload, options: { tags: [tag], ...options } });
  const statusesOf = async (ids: readonly string[]) =>
    Promise.all(ids.map(async (id) => (await request(server()).get(`/tasks/${id}`)).body.status as string));
  const executed = async (ids: readonly string[], status: string) => {
    const worker = await startWorker({ ...stand.sandbox.variables, WORKER_QUEUES: 'tasks' });
    await eventually(async () => expect(new Set(await statusesOf(ids))).toEqual(new Set([status])));
    await worker.close();
  };

  it('cancels the tasks that match the filter, and no others', async () => {
    const now = await submit(120);
    const later = await submit(3, { delay_ms: HOUR_MS });
    const others = await submit(2, { tags: ['another'] });
    const { body, headers } = await post('/bulk-actions', {
      action: 'cancel',
      filter: { tag, queue: 'tasks', name: 'math.divide' },
      reason: 'the customer left',
    }).expect(202);
    expect(headers['location']).toBe(`/bulk-actions/${body.bulk_action_id}`);
    expect(body).toMatchObject({ action: 'cancel', status: 'PENDING', progress: 0, dry_run: false });
    const done = await over(body.bulk_action_id);
    expect(done).toMatchObject({
      ...{ matched: 123, done: 123, skipped: 0, failed: 0, errors: [], progress: 100, error: null },
      ...{ filter: { tag, queue: 'tasks', name: 'math.divide' }, requested_by: null },
      ...{ started_at: expect.any(String), finished_at: expect.any(String) },
    });
    expect(done.sample).toHaveLength(20);
    const ends = await Promise.all([...now, ...later].map((id) => get(`/tasks/${id}`)));
    expect(ends.every(({ revoke_reason: reason }) => reason === 'the customer left')).toBe(true);
    expect(await statusesOf(others)).toEqual(['PENDING', 'PENDING']);
  });

  it('counts, lists some tasks and changes nothing in a dry run', async () => {
    const ids = await submit(30);
    const { bulk_action_id: id } = await order({ action: 'cancel', filter: { tag }, dry_run: true });
    const done = await over(id);
    expect(done).toMatchObject({ dry_run: true, matched: 30, done: 0, skipped: 0, failed: 0, progress: 100 });
    expect(done.sample).toEqual(ids.toReversed().slice(0, 20));
    expect(new Set(await statusesOf(ids))).toEqual(new Set(['PENDING']));
  });

  it('retries failed tasks, and cancelled ones only if requested', async () => {
    const failed = await submit(5, {}, { x: 1, y: 0 });
    await executed(failed, 'FAILURE');
    const cancelled = await submit(3);
    await over((await order({ action: 'cancel', filter: { tag } })).bulk_action_id);
    const retried = await over((await order({ action: 'retry', filter: { tag } })).bulk_action_id);
    expect(retried).toMatchObject({ matched: 5, done: 5 });
    expect(new Set(await statusesOf(failed))).toEqual(new Set(['RETRY']));
    expect(new Set(await statusesOf(cancelled))).toEqual(new Set(['REVOKED']));
    const named = await order({ action: 'retry', filter: { tag, status: 'REVOKED' } });
    expect(await over(named.bulk_action_id)).toMatchObject({ matched: 3, done: 3 });
    expect(new Set(await statusesOf(cancelled))).toEqual(new Set(['PENDING']));
  });

  it('deletes final tasks, by the time of their submit', async () => {
    const old = await submit(4);
    await executed(old, 'SUCCESS');
    const { created_at: since } = await get(`/tasks/${(await submit(1)).at(-1) ?? ''}`);
    const young = await submit(4);
    await executed(young, 'SUCCESS');
    const { bulk_action_id: id } = await order({
      action: 'delete',
      filter: { tag, status: 'SUCCESS', created_before: since, created_after: '2020-01-01T00:00:00Z' },
    });
    expect(await over(id)).toMatchObject({ matched: 4, done: 4 });
    for (const gone of old) await request(server()).get(`/tasks/${gone}`).expect(404);
    const rest = { action: 'delete', filter: { tag, created_after: since } };
    expect(await over((await order(rest)).bulk_action_id)).toMatchObject({ done: 5 });
    for (const gone of young) await request(server()).get(`/tasks/${gone}`).expect(404);
  });

  it('affects only tasks that were submitted before, and never its own queue', async () => {
    const before = await submit(2);
    stand.worker.get(WorkerPool).drain();
    const since = new Date(Date.now() - HOUR_MS).toISOString();
    const filter = { created_after: since };
    const first = await order({ action: 'cancel', filter });
    const second = await order({ action: 'cancel', filter });
    const after = await submit(2);
    stand.worker.get(WorkerPool).resume(['operations']);
    expect(await over(first.bulk_action_id)).toMatchObject({ failed: 0 });
    expect(await over(second.bulk_action_id)).toMatchObject({ failed: 0 });
    expect(await statusesOf([...before, ...after])).toEqual(['REVOKED', 'REVOKED', 'PENDING', 'PENDING']);
    const { bulk_action_id: removing } = await order({ action: 'delete', filter });
    expect(await over(removing)).toMatchObject({ failed: 0 });
    expect(await get(`/bulk-actions/${first.bulk_action_id}`)).toMatchObject({ status: 'SUCCESS' });
  });

  it('continues after a task that it cannot change, and names it', async () => {
    const ids = await submit(12);
    const step = stand.worker.get(BulkStep);
    const act = step.act.bind(step);
    step.act = async (verb, task, reason) =>
      task.id === ids[3] ? new Error('no such luck') : act(verb, task, reason);
    const { bulk_action_id: id } = await order({ action: 'cancel', filter: { tag } });
    const done = await over(id).finally(() => (step.act = act));
    expect(done).toMatchObject({ matched: 12, done: 11, failed: 1 });
    expect(done.errors).toEqual([{ task_id: ids[3], message: 'no such luck' }]);
  });

  it('can be aborted before and during its run; completed steps remain, and a retry continues', async () => {
    stand.worker.get(WorkerPool).drain();
    const waiting = await order({ action: 'cancel', filter: { tag } });
    const { body: revoked } = await post(`/bulk-actions/${waiting.bulk_action_id}/cancel`, {
      reason: 'a mistake',
    }).expect(200);
    expect(revoked).toMatchObject({ status: 'REVOKED', revoke_reason: 'a mistake', done: 0 });
    const { body } = await post(`/bulk-actions/${waiting.bulk_action_id}/cancel`).expect(409);
    expect(body.code).toBe('state-conflict');
    stand.worker.get(WorkerPool).resume(['operations']);

    const ids = await submit(400);
    const step = stand.worker.get(BulkStep);
    const act = step.act.bind(step);
    let acted = 0;
    let goOn = () => undefined as unknown;
    const held = new Promise((resolve) => (goOn = () => resolve(undefined)));
    step.act = async (...given) => {
      if ((acted += 1) === 260) await held;
      return act(...given);
    };
    const { bulk_action_id: id } = await order({ action: 'cancel', filter: { tag } });
    await eventually(() => expect(acted).toBeGreaterThanOrEqual(260));
    expect((await post(`/bulk-actions/${id}/cancel`).expect(202)).body).toMatchObject({
      status: 'STARTED',
      cancel_requested_at: expect.any(String),
    });
    await eventually(async () =>
      expect(await stand.sandbox.redis.hget(key(id), 'cel:cancel-at')).toBeTruthy(),
    );
    goOn();
    const aborted = await over(id, { status: 'REVOKED', revoke_reason: 'cancelled' });
    step.act = act;
    expect(aborted.done).toBe(300); // tasks of the current batch are finished
    const count = async (status: string) => (await statusesOf(ids)).filter((each) => each === status).length;
    expect([await count('REVOKED'), await count('PENDING')]).toEqual([300, 100]);
    await post(`/tasks/${id}/retry`).expect(202);
    expect(await over(id)).toMatchObject({ matched: 400, done: 400, skipped: 0 });
    expect(await count('REVOKED')).toBe(400);
  });

  it('can be listed page by page', async () => {
    const first = await order({ action: 'cancel', filter: { tag } });
    const second = await order({ action: 'cancel', filter: { tag }, dry_run: true });
    const page = await get('/bulk-actions?limit=1');
    expect(page.items.map((one: any) => one.bulk_action_id)).toEqual([second.bulk_action_id]);
    const next = await get(`/bulk-actions?limit=1&cursor=${String(page.next_cursor)}`);
    expect(next.items.map((one: any) => one.bulk_action_id)).toEqual([first.bulk_action_id]);
    await request(server()).get('/bulk-actions?cursor=x').expect(400);
    await over(second.bulk_action_id);
  });

  it('is listed by creation time, whatever its state', async () => {
    const ids: string[] = [];
    const orderOne = async () => {
      ids.unshift((await order({ action: 'cancel', filter: { tag } })).bulk_action_id);
      return ids[0] ?? '';
    };
    await over(await orderOne());
    stand.worker.get(WorkerPool).pause(['operations']);
    await orderOne();
    await post(`/bulk-actions/${await orderOne()}/cancel`).expect(200);
    await orderOne();
    stand.worker.get(WorkerPool).resume(['operations']);
    await over(await orderOne());
    const listed: string[] = [];
    for (let cursor = ''; listed.length < ids.length;) {
      const page = await get(`/bulk-actions?limit=2${cursor}`);
      expect(page.items).toHaveLength(2);
      listed.push(...page.items.map((one: any) => one.bulk_action_id));
      cursor = `&cursor=${String(page.next_cursor)}`;
    }
    expect(listed.slice(0, ids.length)).toEqual(ids);
    const all = await get('/bulk-actions?limit=200');
    expect(all.next_cursor).toBeNull();
    expect(all.items.slice(0, ids.length).map((one: any) => one.bulk_action_id)).toEqual(ids);
  });

  it.each([
    [{ action: 'cancel', filter: {} }, '/filter'],
    [{ action: 'cancel', filter: { tag: null } }, '/filter'],
    [{ action: 'cancel' }, '/filter'],
    [{ action: 'purge', filter: { queue: 'tasks' } }, '/action'],
    [{ action: 'retry', filter: { status: 'SUCCESS' } }, '/filter/status'],
    [{ action: 'cancel', filter: { status: 'FAILURE' } }, '/filter/status'],
    [{ action: 'delete', filter: { status: 'STARTED' } }, '/filter/status'],
    [{ action: 'cancel', filter: { queue: 'operations' } }, '/filter/queue'],
    [{ action: 'cancel', filter: { created_before: 'yesterday' } }, '/filter/created_before'],
    [
      {
        action: 'cancel',
        filter: { created_after: '2026-01-02T00:00:00Z', created_before: '2026-01-01T00:00:00Z' },
      },
      '/filter/created_before',
    ],
  ])('refuses %j', async (body, pointer) => {
    const { body: answer } = await post('/bulk-actions', body).expect(422);
    expect(answer.errors).toContainEqual(expect.objectContaining({ pointer }));
  });

  it('answers 404 for an unknown id, and for the id of another task', async () => {
    const [task = ''] = await submit(1);
    for (const id of ['x', '01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e', task]) {
      const { body } = await request(server()).get(`/bulk-actions/${id}`).expect(404);
      expect(body.code).toBe('bulk-action-not-found');
      await post(`/bulk-actions/${id}/cancel`).expect(404);
    }
  });

  it('can be submitted only through its own route', async () => {
    const name = 'operations.bulk-action';
    const payload = { action: 'purge', filter: { queue: 'tasks' } };
    await post(`/tasks/${name}`, { payload }).expect(404);
    const { body } = await post('/tasks/batch', { tasks: [{ name, payload }] }).expect(201);
    expect(body.items[0].problem.code).toBe('task-type-not-found');
    await request(server()).get(`/task-types/${name}`).expect(404);
    expect((await get('/task-types')).items.map((type: any) => type.name)).not.toContain(name);
    const { bulk_action_id: id } = await order({ action: 'cancel', filter: { tag } });
    await over(id);
    await post(`/tasks/${id}/replay`, { payload }).expect(404);
  });

  const key = (id: string) => `${stand.sandbox.prefix}:operations:${id}`;
});
