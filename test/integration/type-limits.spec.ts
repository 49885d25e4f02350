import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { eventually } from '../support/eventually.js';
import { startApi, startWorker } from '../support/in-process.js';
import { HOUR_MS, LimitedTasks } from '../support/limited-tasks.js';
import { createSandbox } from '../support/sandbox.js';
import { type Stand, startStand } from '../support/stand.js';

const NONE = { rate: null, timeout_ms: null, concurrency: null };

describe('limits of a task type at run time', () => {
  let stand: Stand;

  beforeAll(async () => {
    stand = await startStand({ modules: [LimitedTasks] });
  });

  afterEach(async () => {
    for (const name of ['test.free', 'test.rare', 'test.long']) await change(NONE, name);
  });

  afterAll(() => stand.stop());

  const api = () => request(stand.app.getHttpServer());
  const change = async (body: object, name = 'test.free') =>
    (await api().patch(`/task-types/${name}`).send(body).expect(200)).body;
  const type = async (name = 'test.free') => (await api().get(`/task-types/${name}`).expect(200)).body;
  const submit = async (name: string, payload: object = {}, options: object = {}) =>
    (await api().post(`/tasks/${name}`).send({ payload, options }).expect(201)).body.task_id as string;
  const task = async (id: string) => (await api().get(`/tasks/${id}`).expect(200)).body;
  const becomes = (id: string, state: object) =>
    eventually(async () => expect(await task(id)).toMatchObject(state));

  it('change what is given, and keep the rest; null returns to what the code declares', async () => {
    expect((await type()).limits).toEqual({ ...NONE, changed: [] });
    const { limits } = await change({ rate: { max: 5, duration_ms: 1_000 }, timeout_ms: 9_000 });
    const both = {
      ...{ rate: { max: 5, duration_ms: 1_000 }, timeout_ms: 9_000, concurrency: null },
      changed: ['rate', 'timeout_ms'],
    };
    expect(limits).toEqual(both);
    expect((await change({})).limits).toEqual(both);
    expect(await type()).toMatchObject({ limits: both, defaults: { rate_limit: null, timeout_ms: null } });
    expect((await change({ rate: null })).limits).toEqual({ ...both, rate: null, changed: ['timeout_ms'] });
    const { body } = await api().get('/task-types').expect(200);
    expect(body.items.find(({ name }: { name: string }) => name === 'test.free').limits.timeout_ms).toBe(
      9_000,
    );
  });

  it('are shown beside those of the code, with its key', async () => {
    const { limits, defaults } = await change({ rate: { max: 7, duration_ms: 10 } }, 'test.rare');
    expect(limits).toEqual({
      ...{ rate: { max: 7, duration_ms: 10, key: 'host' }, timeout_ms: HOUR_MS, concurrency: null },
      changed: ['rate'],
    });
    expect(defaults.rate_limit).toEqual({ max: 1, duration_ms: HOUR_MS, key: 'host' });
    expect((await change(NONE, 'test.rare')).limits).toEqual({
      ...{ rate: defaults.rate_limit, timeout_ms: HOUR_MS, concurrency: null },
      changed: [],
    });
  });

  it('accept a former name, and know neither unknown nor internal types', async () => {
    await change({ timeout_ms: 8_000 }, 'test.unbound');
    expect((await type()).limits.timeout_ms).toBe(8_000);
    for (const name of ['test.hidden', 'test.nothing', '__proto__']) {
      const { body } = await api().patch(`/task-types/${name}`).send({ timeout_ms: 1 }).expect(404);
      expect(body.code).toBe('task-type-not-found');
    }
  });

  it.each([
    [{ rate: { max: 0, duration_ms: 1 } }, '/rate/max'],
    [{ rate: { max: 1e10, duration_ms: 1 } }, '/rate/max'],
    [{ rate: { max: 1 } }, '/rate/duration_ms'],
    [{ rate: { max: 1, duration_ms: 1.5 } }, '/rate/duration_ms'],
    [{ rate: { max: 1, duration_ms: 1, key: 'host' } }, '/rate/key'],
    [{ rate: 5 }, '/rate'],
    [{ rate: [] }, '/rate'],
    [{ timeout_ms: 0 }, '/timeout_ms'],
    [{ timeout_ms: '5' }, '/timeout_ms'],
    [{ timeout_ms: 366 * 24 * HOUR_MS }, '/timeout_ms'],
    [{ timeout: 5 }, '/timeout'],
    [{ concurrency: 0 }, '/concurrency'],
    [{ concurrency: 100_001 }, '/concurrency'],
    [{ paused: 'yes' }, '/paused'],
  ])('refuse %j', async (body, pointer) => {
    const answer = await api().patch('/task-types/test.free').send(body).expect(422);
    expect(answer.body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer);
  });

  it('are in the audit log', async () => {
    await change({ timeout_ms: 7_000 });
    const { body } = await api().get('/audit?action=task-type.limit&limit=1').expect(200);
    expect(body.items).toMatchObject([{ target: 'test.free', details: { timeout_ms: 7_000 } }]);
  });

  it('hold back starts by a rate, and free those that wait when it is changed', async () => {
    await change({ rate: { max: 1, duration_ms: HOUR_MS } });
    // A worker may hear of the limit after it has started some.
    const held = await eventually(async () => {
      const id = await submit('test.free');
      const seen = await eventually(async () => {
        const now = await task(id);
        expect(now.status === 'SUCCESS' || now.run_at !== null).toBe(true);
        return now;
      });
      expect(seen.status).toBe('PENDING');
      return id;
    });
    const { body } = await api().get(`/tasks/${held}/why`).expect(200);
    expect(body.reasons).toContainEqual(
      expect.objectContaining({
        code: 'rate-limit',
        facts: expect.objectContaining({ max: 1, duration_ms: HOUR_MS }),
      }),
    );
    await change({ rate: { max: 100, duration_ms: 1_000 } });
    await becomes(held, { status: 'SUCCESS', attempt: 1 });
  });

  it('replace the numbers of a limit in code for each of its keys', async () => {
    await becomes(await submit('test.rare', { host: 'a' }), { status: 'SUCCESS' });
    const held = await submit('test.rare', { host: 'a' });
    await eventually(async () => expect((await task(held)).run_at).not.toBeNull());
    await change({ rate: { max: 2, duration_ms: HOUR_MS } }, 'test.rare');
    await becomes(held, { status: 'SUCCESS' });
    await becomes(await submit('test.rare', { host: 'a' }), { status: 'SUCCESS' });
    const third = await submit('test.rare', { host: 'a' });
    await becomes(await submit('test.rare', { host: 'b' }), { status: 'SUCCESS' });
    await eventually(async () => expect((await task(third)).run_at).not.toBeNull());
  });

  it('end attempts that start after a new time limit, but not those with a limit of their own', async () => {
    const before = await submit('test.long');
    const own = { timeout_ms: HOUR_MS };
    const chosen = await submit('test.long', {}, own);
    await Promise.all([before, chosen].map((id) => becomes(id, { status: 'STARTED' })));
    await change({ timeout_ms: 50 }, 'test.long');
    await eventually(async () => {
      const id = await submit('test.long');
      await becomes(id, { status: 'FAILURE', error: { type: 'TimeoutError' } });
    });
    const { body } = await api().get(`/tasks/${chosen}/why`).expect(200);
    expect(body.reasons).toMatchObject([{ code: 'running', facts: { timeout_ms: HOUR_MS } }]);
    for (const id of [before, chosen]) {
      expect(await task(id)).toMatchObject({ status: 'STARTED' });
      await api().post(`/tasks/${id}/cancel`).expect(202);
    }
  });
});

it('limits of a task type hold for a worker that starts later, before it takes its first task', async () => {
  const sandbox = await createSandbox();
  const first = await startApi(sandbox.variables, { modules: [LimitedTasks] });
  const api = () => request(first.getHttpServer());
  await api().patch('/task-types/test.long').send({ timeout_ms: 60 }).expect(200);
  const { body: task } = await api().post('/tasks/test.long').send({ payload: {} }).expect(201);
  const worker = await startWorker(sandbox.variables, { modules: [LimitedTasks] });
  const second = await startApi(sandbox.variables, { modules: [LimitedTasks] });
  await eventually(async () => {
    const { body } = await api().get(`/tasks/${task.task_id}`).expect(200);
    expect(body).toMatchObject({ status: 'FAILURE', error: { type: 'TimeoutError' } });
  });
  const { body } = await request(second.getHttpServer()).get('/task-types/test.long').expect(200);
  expect(body.limits).toMatchObject({ timeout_ms: 60, changed: ['timeout_ms'] });
  await Promise.all([worker.close(), first.close(), second.close()]);
  await sandbox.clean();
});
