import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { TestingModule } from '@nestjs/testing';
import request from 'supertest';
import { newTaskId } from '../../src/core/task/task-id.js';
import { taskJson } from '../../src/core/task/task-json.js';
import { TaskStore } from '../../src/core/read/task-store.js';
import { Task, type TaskContext, type TaskHandler } from '../../src/core/task/task.js';
import { eventually } from '../support/eventually.js';
import { startApi, startWorker } from '../support/in-process.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';
import { NEW_SECRET, type WebhookReceiver, startReceiver } from '../support/webhook-receiver.js';
import { isCancelled } from '../support/is-cancelled.js';

const SETTINGS = { WEBHOOK_SECRETS: NEW_SECRET, FETCH_ALLOW_PRIVATE: 'true' };

class Nothing {}

/** Waits for its signal to abort. */
@Task({ name: 'test.patient', queue: 'tasks', payload: Nothing, attempts: 1 })
class PatientTask implements TaskHandler<Nothing, null> {
  run(_payload: Nothing, { signal }: TaskContext): Promise<null> {
    return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('stopped'))));
  }
}

@Task({ name: 'test.large', queue: 'tasks', payload: Nothing })
class LargeTask implements TaskHandler<Nothing, string> {
  run(): Promise<string> {
    return Promise.resolve('a'.repeat(1_100_000));
  }
}

@Task({
  name: 'test.twice',
  queue: 'tasks',
  payload: Nothing,
  attempts: 2,
  backoff: { type: 'fixed', delayMs: 1 },
})
class TwiceTask implements TaskHandler<Nothing, number> {
  run(_payload: Nothing, { attempt }: TaskContext): Promise<number> {
    return attempt === 1 ? Promise.reject(new Error('not yet')) : Promise.resolve(attempt);
  }
}

@Module({ providers: [PatientTask, LargeTask, TwiceTask] })
class TestTasks {}

describe('the end of a task with a webhook_url', () => {
  let sandbox: Sandbox;
  let app: NestExpressApplication;
  let worker: TestingModule;
  let receiver: WebhookReceiver;
  let paths = 0;
  let path = '';

  beforeAll(async () => {
    sandbox = await createSandbox(SETTINGS);
    receiver = await startReceiver();
    app = await startApi(sandbox.variables, { modules: [TestTasks] });
    worker = await startWorker(sandbox.variables, { modules: [TestTasks], worker: { sweepMs: 200 } });
  });

  beforeEach(() => {
    path = `/${(paths += 1)}`;
  });

  afterAll(async () => {
    await worker.close();
    await app.close();
    await sandbox.clean();
    await receiver.close();
  });

  const api = () => request(app.getHttpServer());
  const hook = () => `${receiver.url}${path}`;
  const submit = async (name: string, payload: object = {}, options: object = {}): Promise<string> => {
    const body = { payload, options: { webhook_url: hook(), ...options } };
    return (await api().post(`/tasks/${name}`).send(body)).body.task_id;
  };
  const read = async (id: string) => (await api().get(`/tasks/${id}`).expect(200)).body;
  /** Everything received at the test's own path, once there are `count`. */
  const told = (count = 1) =>
    eventually(() => {
      const all = receiver.at(path);
      expect(all).toHaveLength(count);
      return all.map((webhook) => ({ id: webhook.headers['webhook-id'], event: webhook.verified() }));
    });

  it('sends SUCCESS with the content of GET, in a child task', async () => {
    const id = await submit('math.divide', { x: 10, y: 2 }, { tags: ['a'], priority: 'high' });
    const [first] = await told();
    const task = await read(id);
    expect(task).toMatchObject({ status: 'SUCCESS', result: 5, tags: ['a'] });
    expect(first?.event).toEqual({ type: 'task.succeeded', timestamp: task.finished_at, data: task });
    const delivery = await read(first?.id ?? '');
    expect(delivery).toMatchObject({
      name: 'notifications.deliver-webhook',
      parent_id: id,
      root_id: id,
      created_at: task.finished_at,
    });
  });

  it('sends FAILURE, and again after a manual retry', async () => {
    const id = await submit('math.divide', { x: 1, y: 0 });
    const [first] = await told();
    expect(first?.event).toMatchObject({
      type: 'task.failed',
      data: { task_id: id, status: 'FAILURE', error: { message: 'division by zero' }, errors: { length: 1 } },
    });
    await api().post(`/tasks/${id}/retry`).expect(202);
    const [, second] = await told(2);
    expect(second?.event).toMatchObject({
      type: 'task.failed',
      data: { task_id: id, errors: { length: 2 } },
    });
    expect(second?.id).not.toBe(first?.id);
  });

  it('is sent once, after the last attempt', async () => {
    const id = await submit('test.twice');
    const [only] = await told();
    expect(only?.event).toMatchObject({
      type: 'task.succeeded',
      data: { task_id: id, result: 2, attempt: 2 },
    });
  });

  it('sends REVOKED for a running task', async () => {
    const id = await submit('test.patient');
    await eventually(async () => expect((await read(id)).status).toBe('STARTED'));
    await api().post(`/tasks/${id}/cancel`).send({ reason: 'enough' }).expect(isCancelled);
    const [only] = await told();
    expect(only?.event).toMatchObject({
      type: 'task.revoked',
      data: { task_id: id, revoke_reason: 'enough' },
    });
  });

  it('sends REVOKED for a waiting task', async () => {
    const id = await submit('math.divide', { x: 1, y: 1 }, { delay_ms: 3_600_000 });
    const { body } = await api().post(`/tasks/${id}/cancel`).expect(200);
    const [only] = await told();
    expect(only?.event).toEqual({ type: 'task.revoked', timestamp: body.finished_at, data: body });
  });

  it('sends REVOKED for a task that expired while it waited', async () => {
    const id = await submit(
      'math.divide',
      { x: 1, y: 1 },
      { delay_ms: 3_600_000, expires_at: new Date(Date.now() + 50).toISOString() },
    );
    const [only] = await told();
    expect(only?.event).toMatchObject({
      type: 'task.revoked',
      data: { task_id: id, revoke_reason: 'expired' },
    });
  });

  it('sends FAILURE for a task whose workers died too often', async () => {
    const id = await submit('math.divide', { x: 1, y: 1 }, { delay_ms: 3_600_000 });
    const key = (name: string) => `${sandbox.prefix}:tasks:${name}`;
    // The state after the death of its eleventh worker: running, without a lock.
    await sandbox.redis
      .multi()
      .zrem(key('delayed'), id)
      .hset(key(id), { stc: 10, ats: 10, processedOn: Date.now() })
      .lpush(key('active'), id)
      .sadd(key('stalled'), id)
      .exec();
    const [only] = await eventually(() => told(), 30_000);
    expect(only?.event).toMatchObject({ type: 'task.failed', data: { error: { type: 'StalledError' } } });
  });

  it('omits a result that is too large for a payload, and says so', async () => {
    const id = await submit('test.large');
    const [only] = await told();
    const task = taskJson(await app.get(TaskStore).find(id));
    expect(task.result).toHaveLength(1_100_000);
    expect(only?.event.data).toEqual({ ...task, result: null, result_left_out: true });
  });

  it('is sent for a task that can no longer be read', async () => {
    const id = await submit('math.divide', { x: 4, y: 2 }, { retention_ms: 1 });
    const [only] = await told();
    expect(only?.event.data).toMatchObject({ task_id: id, result: 2 });
    await api().get(`/tasks/${id}`).expect(404);
  });

  it("is sent to the URL of the existing task, not to its duplicate's", async () => {
    const options = { deduplicate: { key: newTaskId() }, delay_ms: 200 };
    const id = await submit('math.divide', { x: 4, y: 2 }, options);
    expect(await submit('math.divide', { x: 4, y: 2 }, { ...options, webhook_url: `${hook()}/second` })).toBe(
      id,
    );
    await told();
    expect(receiver.at(`${path}/second`)).toEqual([]);
  });

  it('is sent for a replay to the same URL, or to another one', async () => {
    const id = await submit('math.divide', { x: 4, y: 2 });
    await told();
    const { body: again } = await api().post(`/tasks/${id}/replay`).expect(201);
    const [, second] = await told(2);
    expect(second?.event.data).toMatchObject({ task_id: again.task_id, replay_of: id });
    const options = { webhook_url: `${hook()}/other` };
    await api().post(`/tasks/${id}/replay`).send({ options }).expect(201);
    await eventually(() => expect(receiver.at(`${path}/other`)).toHaveLength(1));
    expect(receiver.at(path)).toHaveLength(2);
  });

  it('is sent for each task of a batch; an invalid URL fails alone', async () => {
    const task = { name: 'math.divide', payload: { x: 4, y: 2 } };
    const good = { ...task, options: { webhook_url: hook() } };
    const bad = { ...task, options: { webhook_url: 'https://user@example.com/' } };
    const { body } = await api()
      .post('/tasks/batch')
      .send({ tasks: [good, bad, good] })
      .expect(201);
    expect(body.items[1].problem).toMatchObject({
      code: 'validation',
      errors: [{ pointer: '/tasks/1/options/webhook_url', message: expect.stringContaining('userinfo') }],
    });
    const ids = (await told(2)).map(({ event }) => event.data.task_id);
    expect(ids.sort()).toEqual([body.items[0].task_id, body.items[2].task_id].sort());
  });

  it.each([
    ['nothing', ''],
    ['no URL', 'example.com'],
    ['another scheme', 'file:///etc/passwd'],
    ['a backslash', 'https://example.com/\\'],
    ['too much', `https://example.com/${'a'.repeat(2_048)}`],
  ])('is refused if the URL is %s: 422', async (_what, url) => {
    const body = { payload: { x: 1, y: 1 }, options: { webhook_url: url } };
    const { body: problem } = await api().post('/tasks/math.divide').send(body).expect(422);
    expect(problem.errors).toMatchObject([{ pointer: '/options/webhook_url' }]);
  });

  it('leaves nothing in the outbox', async () => {
    await eventually(async () => {
      const left = await sandbox.redis.zrange(`${sandbox.prefix}:ends`, 0, -1);
      const jobs = left.map((entry) => sandbox.redis.exists(`${sandbox.prefix}:${entry}`));
      expect((await Promise.all(jobs)).filter((there) => there === 1)).toEqual([]);
    });
  });
});
