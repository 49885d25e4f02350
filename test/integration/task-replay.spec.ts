import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import { eventually } from '../support/eventually.js';
import { type Stand, startStand } from '../support/stand.js';

const UNKNOWN_ID = '01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e';
const HOUR_MS = 3_600_000;

describe('replay', () => {
  let stand: Stand;
  let app: NestExpressApplication;

  beforeAll(async () => {
    stand = await startStand();
    ({ app } = stand);
  });

  afterAll(async () => {
    await stand.stop();
  });

  const api = () => request(app.getHttpServer());
  const read = async (id: string) => (await api().get(`/tasks/${id}`).expect(200)).body;
  const until = (id: string, status: string) =>
    eventually(async () => {
      const task = await read(id);
      expect(task.status).toBe(status);
      return task;
    });
  const submit = async (payload: object, options: object): Promise<string> =>
    (await api().post('/tasks/math.divide').send({ payload, options }).expect(201)).body.task_id;
  const replay = (id: string, changes?: object) => api().post(`/tasks/${id}/replay`).send(changes);

  it('submits the same payload as a new task', async () => {
    const id = await submit(
      { x: 1, y: 0 },
      { priority: 'high', tags: ['a'], attempts: 2, backoff: { delay_ms: 1 } },
    );
    await until(id, 'FAILURE');
    const { body, headers } = await replay(id).expect(201);
    expect(body).toMatchObject({
      replay_of: id,
      name: 'math.divide',
      status: 'PENDING',
      priority: 'high',
      tags: ['a'],
      max_attempts: 2,
    });
    expect(body.task_id).not.toBe(id);
    expect(headers['location']).toBe(`/tasks/${body.task_id}`);
    expect(await until(body.task_id, 'FAILURE')).toMatchObject({ replay_of: id, errors: { length: 2 } });
    expect(await read(id)).toMatchObject({ status: 'FAILURE', replay_of: null, errors: { length: 2 } });
  });

  it('applies the requested changes, and nothing else', async () => {
    const id = await submit({ x: 1, y: 0 }, { priority: 'high', tags: ['a'] });
    await until(id, 'FAILURE');
    const { body } = await replay(id, { payload: { x: 9, y: 3 }, options: { tags: ['b'] } }).expect(201);
    expect(body).toMatchObject({ replay_of: id, priority: 'high', tags: ['b'] });
    expect(await until(body.task_id, 'SUCCESS')).toMatchObject({ result: 3 });
    const { body: third } = await replay(body.task_id).expect(201);
    expect(await until(third.task_id, 'SUCCESS')).toMatchObject({ result: 3, replay_of: body.task_id });
  });

  it('does not copy delay, expiry and deduplication, whatever the state of the original', async () => {
    const expires_at = new Date(Date.now() + 2 * HOUR_MS).toISOString();
    const id = await submit({ x: 8, y: 2 }, { delay_ms: HOUR_MS, expires_at, deduplicate: { key: 'one' } });
    const { body } = await replay(id).expect(201);
    expect(body).toMatchObject({ run_at: null, expires_at: null });
    expect(await until(body.task_id, 'SUCCESS')).toMatchObject({ result: 4 });
    expect(await read(id)).toMatchObject({ status: 'PENDING', expires_at });
  });

  it('refuses an invalid payload and an unknown id', async () => {
    const id = await submit({ x: 1, y: 1 }, {});
    const { body } = await replay(id, { payload: { x: 1, y: 'two' } }).expect(422);
    expect(body.errors).toMatchObject([{ pointer: '/payload/y' }]);
    expect((await replay(UNKNOWN_ID).expect(404)).body.code).toBe('task-not-found');
  });
});
