import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { TestingModule } from '@nestjs/testing';
import request from 'supertest';
import { TaskIndex } from '../../src/core/read/task-index.js';
import { newTaskId } from '../../src/core/task/task-id.js';
import { fill } from '../support/bulk.js';
import { eventually } from '../support/eventually.js';
import { startApi, startWorker } from '../support/in-process.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

describe('the task list', () => {
  let sandbox: Sandbox;
  let app: NestExpressApplication;
  let worker: TestingModule;
  /** Newest first. */
  const ids: string[] = [];

  beforeAll(async () => {
    sandbox = await createSandbox();
    app = await startApi(sandbox.variables);
    for (let i = 0; i < 25; i++) {
      const options = { tags: [i % 2 ? 'odd' : 'even'], ...(i >= 20 && { delay_ms: 3_600_000 }) };
      const { body } = await request(app.getHttpServer())
        .post(i % 5 === 0 ? '/tasks/notifications.send-email' : '/tasks/math.divide')
        .send(
          i % 5 === 0 ? { payload: { to: 'a@b.co', subject: 's', text: '' }, options } : divide(i, options),
        )
        .expect(201);
      ids.unshift(body.task_id as string);
    }
    worker = await startWorker(sandbox.variables);
  });

  afterAll(async () => {
    await worker.close();
    await app.close();
    await sandbox.clean();
  });

  function divide(i: number, options: object) {
    return { payload: { x: i, y: i % 3 }, options };
  }
  const page = async (query: Record<string, unknown> = {}, status = 200) =>
    (await request(app.getHttpServer()).get('/tasks').query(query).expect(status)).body;
  const idsOf = (body: { items: { task_id: string }[] }) => body.items.map(({ task_id: id }) => id);
  const settled = () =>
    eventually(async () => {
      const { items } = await page({ limit: 200 });
      const open = items.filter(
        ({ status, run_at: at }: any) => !['SUCCESS', 'FAILURE'].includes(status) && !at,
      );
      expect(open).toEqual([]);
    });

  it('shows the newest first, whatever their state, and none twice across pages', async () => {
    expect(idsOf(await page())).toEqual(ids);
    const seen: string[] = [];
    let cursor: string | null | undefined;
    do {
      const body: any = await page({ limit: 4, ...(cursor && { cursor }) });
      expect(body.items.length).toBeLessThanOrEqual(4);
      seen.push(...idsOf(body));
      cursor = body.next_cursor;
    } while (cursor);
    expect(seen).toEqual(ids);
  });

  it('marks the last page', async () => {
    expect((await page({ limit: 25 })).next_cursor).toBeNull();
    expect((await page({ limit: 24 })).next_cursor).toBe(ids[23]);
  });

  it('shows a task as it is read by its id', async () => {
    await settled();
    const { items } = await page({ limit: 200 });
    for (const item of items)
      expect((await request(app.getHttpServer()).get(`/tasks/${item.task_id}`)).body).toMatchObject(item);
  });

  it('omits a large result, and marks it', async () => {
    await settled();
    const id = (await page({ name: 'math.divide', status: 'SUCCESS', limit: 1 })).items[0].task_id as string;
    const key = `${sandbox.prefix}:tasks:${id}`;
    const before = String(await sandbox.redis.hget(key, 'returnvalue'));
    await sandbox.redis.hset(key, 'returnvalue', JSON.stringify('x'.repeat(16_384)));
    const item = (await page({ limit: 200 })).items.find((one: any) => one.task_id === id);
    expect(item).toMatchObject({ status: 'SUCCESS', result: null, result_left_out: true });
    const { body } = await request(app.getHttpServer()).get(`/tasks/${id}`);
    expect(body.result).toHaveLength(16_384);
    expect(body).not.toHaveProperty('result_left_out');
    await sandbox.redis.hset(key, 'returnvalue', before);
  });

  it('filters by queue, status, name and tag, and by several at once', async () => {
    await settled();
    const emails = await page({ queue: 'notifications' });
    expect(emails.items).toHaveLength(5);
    expect(idsOf(await page({ name: 'notifications.send-email' }))).toEqual(idsOf(emails));
    expect((await page({ tag: 'even' })).items).toHaveLength(13);
    const failed = await page({ status: 'FAILURE' });
    expect(failed.items.map(({ result }: any) => result)).toEqual(Array(5).fill('division by zero'));
    expect((await page({ status: 'PENDING' })).items).toHaveLength(5);
    const both = await page({ status: 'FAILURE', tag: 'odd' });
    expect(both.items.every(({ status, tags }: any) => status === 'FAILURE' && tags[0] === 'odd')).toBe(true);
    expect(both.items.length).toBeGreaterThan(0);
    expect((await page({ name: 'no.such' })).items).toEqual([]);
  });

  it.each([
    [{ limit: 0 }, 422, 'limit'],
    [{ limit: 201 }, 422, 'limit'],
    [{ limit: '1e1' }, 422, 'limit'],
    [{ status: 'DONE' }, 422, 'status'],
    [{ queue: 'wait' }, 422, 'queue'],
    [{ unknown: 1 }, 422, 'unknown'],
  ])('refuses %j', async (query, status, parameter) => {
    expect((await page(query, status)).errors[0]).toMatchObject({ parameter });
  });

  it('refuses an unknown cursor', async () => {
    expect(await page({ cursor: 'x' }, 400)).toMatchObject({ code: 'malformed' });
  });

  it('skips index entries of tasks that were never stored, and removes them', async () => {
    const index = app.get(TaskIndex);
    const old = '01900000-0000-7000-8000-000000000000';
    const fresh = newTaskId();
    await index.add([old, fresh]);
    expect(idsOf(await page({ limit: 200 }))).toEqual(ids);
    expect(await sandbox.redis.zscore(`${sandbox.prefix}:index`, old)).toBeNull();
    expect(await sandbox.redis.zscore(`${sandbox.prefix}:index`, fresh)).not.toBeNull();
    await index.remove([fresh]);
  });

  it('loses a task when it is removed', async () => {
    await settled();
    const id = ids.at(-2) ?? '';
    await request(app.getHttpServer()).delete(`/tasks/${id}`).expect(204);
    expect(idsOf(await page({ limit: 200 }))).toEqual(ids.filter((one) => one !== id));
    expect(await sandbox.redis.zscore(`${sandbox.prefix}:index`, id)).toBeNull();
  });

  it('finds a few matches behind many newer tasks, with one request', async () => {
    await settled();
    const wanted = ids.filter((_, i) => i < 5); // the waiting ones
    await request(app.getHttpServer()).post(`/tasks/${wanted[0]}/cancel`).expect(200);
    const failed = idsOf(await page({ status: 'FAILURE' }));
    expect(failed.length).toBeGreaterThan(0);
    await fill(app.getHttpServer(), 6_000, { payload: { x: 1, y: 1 }, options: { delay_ms: 3_600_000 } });
    // From BullMQ's own sets, in one step, however long the index is.
    expect(await page({ status: 'FAILURE' })).toMatchObject({ next_cursor: null });
    expect(idsOf(await page({ status: 'FAILURE' }))).toEqual(failed);
    // Along the index, until the page is full or its time limit is reached.
    for (const filter of [
      { status: 'REVOKED' },
      { name: 'notifications.send-email', queue: 'notifications' },
      { tag: 'even', status: 'SUCCESS' },
    ]) {
      const found: any[] = [];
      for (let cursor: string | undefined | null; cursor !== null;) {
        const body: any = await page({ ...filter, ...(cursor && { cursor }) });
        found.push(...body.items);
        cursor = body.next_cursor;
      }
      expect(found.length).toBeGreaterThan(0);
      const { tag, ...fields } = { tag: undefined, ...filter };
      for (const task of found) {
        expect(task).toMatchObject(fields);
        if (tag) expect(task.tags).toContain(tag);
      }
    }
    expect(idsOf(await page({ status: 'REVOKED', limit: 1 }))).toEqual([wanted[0]]);
  });

  it('finds an expired task that is still in its queue as REVOKED', async () => {
    const expires_at = new Date(Date.now() - 60_000).toISOString();
    const options = { expires_at, delay_ms: 3_600_000, tags: ['expired/"early"'] };
    const { body } = await request(app.getHttpServer()).post('/tasks/math.divide').send(divide(1, options));
    expect(idsOf(await page({ status: 'REVOKED', tag: 'expired/"early"' }))).toEqual([body.task_id]);
  });
});
