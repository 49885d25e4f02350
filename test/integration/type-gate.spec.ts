import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestingModule } from '@nestjs/testing';
import request from 'supertest';
import { Queues } from '../../src/core/bullmq/queues.js';
import { Reconciliation } from '../../src/core/bullmq/reconciliation/reconciliation.js';
import { TypeGate } from '../../src/core/queues/type-gate.js';
import { TypeLimits } from '../../src/core/queues/type-limits.js';
import { eventually } from '../support/eventually.js';
import { startWorker } from '../support/in-process.js';
import { HOUR_MS, LimitedTasks, started } from '../support/limited-tasks.js';
import { type Stand, startStand } from '../support/stand.js';

const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/);
const WAITING = { status: 'PENDING', run_at: null, attempt: 0, started_at: null };

/** Two workers: a limit applies across both. */
describe('pause and concurrency of a task type', () => {
  let stand: Stand;
  let other: TestingModule;

  beforeAll(async () => {
    stand = await startStand({ modules: [LimitedTasks] });
    other = await startWorker(stand.sandbox.variables, { modules: [LimitedTasks] });
  });

  afterEach(async () => {
    await change('test.long', { concurrency: null, paused: false });
    await change('test.free', { concurrency: null, paused: false });
    started.length = 0;
  });

  afterAll(async () => {
    await other.close();
    await stand.stop();
  });

  const api = () => request(stand.app.getHttpServer());
  const change = async (name: string, body: object) => {
    const { body: type } = await api().patch(`/task-types/${name}`).send(body).expect(200);
    await heard(name, type);
    return type;
  };
  const heard = (name: string, type: { paused: boolean; limits: { concurrency: number | null } }) =>
    eventually(() => {
      for (const worker of [stand.worker, other]) {
        const { paused, concurrency = null } = worker.get(TypeLimits).of(name) ?? {};
        expect({ paused: paused !== undefined, concurrency }).toEqual({
          paused: type.paused,
          concurrency: type.limits.concurrency,
        });
      }
    });
  const submit = async (name: string, number: number, options: object = {}) => {
    const { body } = await api().post(`/tasks/${name}`).send({ payload: { number }, options }).expect(201);
    return body.task_id as string;
  };
  const task = async (id: string) => (await api().get(`/tasks/${id}`).expect(200)).body;
  const becomes = (id: string, state: object) =>
    eventually(async () => expect(await task(id)).toMatchObject(state));
  const cancel = (id: string) => api().post(`/tasks/${id}/cancel`);
  const reason = async (id: string, code: string) =>
    (await api().get(`/tasks/${id}/why`)).body.reasons.find((each: { code: string }) => each.code === code);
  const numbers = (count: number) => Array.from({ length: count }, (_, number) => number);
  const key = (name: string) => `${stand.sandbox.prefix}:${name}`;
  const asideOf = (type: string) => stand.sandbox.redis.zcard(key(`type-aside:${type}`));

  it('starts no more tasks of a type than allowed, and the next one when one ends, by age', async () => {
    await change('test.long', { concurrency: 2 });
    const ids: string[] = [];
    for (const number of numbers(6)) ids.push(await submit('test.long', number));
    await eventually(async () => expect(await asideOf('test.long')).toBe(4));
    const held = ids.slice(2);
    for (const id of held) expect(await task(id)).toMatchObject(WAITING);
    expect(await reason(held[0] ?? '', 'type-limit')).toMatchObject({
      blocking: true,
      facts: { name: 'test.long', concurrency: 2, running: [{ task_id: ids[0] }, { task_id: ids[1] }] },
      message: 'The limit of 2 running tasks of test.long is reached.',
    });
    await becomes(await submit('test.free', 9), { status: 'SUCCESS' });
    for (const [n, id] of held.entries()) {
      await cancel(ids[n] ?? '').expect(202);
      await becomes(id, { status: 'STARTED', attempt: 1 });
    }
    expect(started.filter((number) => number !== 9)).toEqual(numbers(6));
    for (const id of ids.slice(-2)) await cancel(id).expect(202);
  });

  it('starts more at once when the limit is raised or removed', async () => {
    await change('test.long', { concurrency: 1 });
    const ids = [await submit('test.long', 0), await submit('test.long', 1), await submit('test.long', 2)];
    await eventually(async () => expect(await asideOf('test.long')).toBe(2));
    await change('test.long', { concurrency: 2 });
    await becomes(ids[1] ?? '', { status: 'STARTED' });
    expect(await task(ids[2] ?? '')).toMatchObject(WAITING);
    await change('test.long', { concurrency: null });
    await becomes(ids[2] ?? '', { status: 'STARTED' });
    for (const id of ids) await cancel(id).expect(202);
  });

  it('frees the slots of a worker that has died', async () => {
    await change('test.long', { concurrency: 1 });
    const lost = await submit('test.long', 0, { delay_ms: HOUR_MS });
    await stand.sandbox.redis.zadd(key('type-slots:test.long'), 1, `tasks:${lost}`);
    const id = await submit('test.long', 1);
    await becomes(id, { status: 'STARTED' });
    await cancel(id).expect(202);
    await cancel(lost).expect(200);
  });

  it('holds the tasks of a paused type, and no other, and starts them by priority', async () => {
    const { body } = await api().put('/task-types/test.free/pause').expect(200);
    await heard('test.free', body);
    expect(body).toMatchObject({ paused: true, pause: { by: 'anonymous', since: TIME } });
    const first = await submit('test.free', 0);
    const second = await submit('test.free', 1);
    const gone = await submit('test.free', 2);
    const urgent = await submit('test.free', 3, { priority: 'critical' });
    await eventually(async () => expect(await asideOf('test.free')).toBe(4));
    for (const id of [first, second, gone, urgent]) expect(await task(id)).toMatchObject(WAITING);
    expect(await reason(first, 'type-paused')).toMatchObject({
      blocking: true,
      facts: { name: 'test.free', by: 'anonymous', since: TIME },
    });
    const { body: health } = await api().get('/health');
    expect(health.details['queue:tasks'].message).toMatch(
      /^task type test.free paused since .* by anonymous: /,
    );
    const { text: metrics } = await api().get('/metrics').expect(200);
    expect(metrics).toContain('celeriac_task_type_paused{task="test.free",queue="tasks"} 1');
    await api().post(`/tasks/${first}/promote`).expect(409);
    await cancel(gone).expect(200);
    expect(await task(gone)).toMatchObject({ status: 'REVOKED', run_at: null });
    await becomes(await submit('test.rare', 4), { status: 'SUCCESS' });
    expect((await change('test.free', { paused: true })).pause).toEqual(body.pause);
    await limitQueue(1); // two workers would start them side by side
    await api().put('/task-types/test.free/resume').expect(200);
    for (const id of [first, second, urgent]) await becomes(id, { status: 'SUCCESS', attempt: 1 });
    await limitQueue(null);
    expect(started).toEqual([4, 3, 0, 1]);
    const { body: audit } = await api().get('/audit?action=task-type&limit=2').expect(200);
    expect(audit.items.map(({ action }: { action: string }) => action).sort()).toEqual([
      'task-type.limit',
      'task-type.resume',
    ]);
  });

  it('takes each task of a paused type once, and runs what waits behind 2,000 of them', async () => {
    await change('test.free', { paused: true });
    const { redis } = stand.sandbox;
    const [newest] = await redis.xrevrange(key('tasks:events'), '+', '-', 'COUNT', 1);
    const tasks = numbers(1_000).map((number) => ({ name: 'test.free', payload: { number } }));
    for (let i = 0; i < 2; i++) await api().post('/tasks/batch').send({ tasks }).expect(201);
    await becomes(await submit('test.long', 0, { timeout_ms: 1 }), { status: 'FAILURE' });
    await eventually(async () => expect(await asideOf('test.free')).toBe(2_000));
    await submit('test.unbound', 1); // a former name
    await eventually(async () => expect(await asideOf('test.free')).toBe(2_001));
    expect(await delays(newest?.[0] ?? '')).toBe(2_001);
    await change('test.free', { paused: false });
    await eventually(() => expect(started.length).toBeGreaterThanOrEqual(2_001));
    expect(await redis.exists(key('aside-types'), key('type-aside:test.free'))).toBe(0);
  });

  it('sets aside what waits already when a type is paused', async () => {
    await pauseQueue();
    const ids = [await submit('test.free', 0), await submit('test.free', 1)];
    await change('test.free', { paused: true });
    expect(await asideOf('test.free')).toBe(2);
    await api().put('/queues/tasks/resume').expect(200);
    await becomes(await submit('test.long', 5, { timeout_ms: 1 }), { status: 'FAILURE' });
    for (const id of ids) expect(await task(id)).toMatchObject(WAITING);
    await change('test.free', { paused: false });
    for (const id of ids) await becomes(id, { status: 'SUCCESS' });
  });

  it('finds what was set aside again when its set was lost, or a resume did not end', async () => {
    await change('test.free', { paused: true });
    const id = await submit('test.free', 0);
    await eventually(async () => expect(await asideOf('test.free')).toBe(1));
    const { redis } = stand.sandbox;
    await redis.del(key('type-aside:test.free'), key('aside-types'));
    await redis.hdel(key('type-limits'), 'test.free');
    await eventually(async () => {
      await redis.hdel(key('reconciliation'), 'due');
      await stand.worker.get(Reconciliation).slice(10, undefined);
      expect(await redis.sismember(key('aside-types'), 'test.free')).toBe(1);
    });
    await stand.worker.get(TypeGate).sweep();
    await becomes(id, { status: 'SUCCESS' });
  });

  const limitQueue = (concurrency: number | null) =>
    api().patch('/queues/tasks').send({ concurrency }).expect(200);

  async function pauseQueue(): Promise<void> {
    await api().put('/queues/tasks/pause').expect(200);
    await eventually(async () => expect(await stand.app.get(Queues).get('tasks').isPaused()).toBe(true));
  }

  /** Number of times that a task of the queue was delayed after this event. */
  async function delays(after: string): Promise<number> {
    const events = await stand.sandbox.redis.xrange(key('tasks:events'), `(${after}`, '+');
    return events.filter(([, fields]) => fields.includes('delayed')).length;
  }
});
