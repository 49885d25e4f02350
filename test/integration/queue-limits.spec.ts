import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import { QueueFullError } from '../../src/core/task/queue.errors.js';
import { Queues } from '../../src/core/bullmq/queues.js';
import { asTask } from '../../src/core/task/running-task.js';
import { newTaskId } from '../../src/core/task/task-id.js';
import { TaskQueue } from '../../src/core/submit/task-queue.js';
import { DivideTask } from '../../src/features/tasks/divide.task.js';
import { eventually } from '../support/eventually.js';
import { startApi, startWorker } from '../support/in-process.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

const LIMIT = 5;
const PAYLOAD = { x: 10, y: 2 };
const BODY = { payload: PAYLOAD };

describe('a queue with a MAX_QUEUE_LENGTH', () => {
  let sandbox: Sandbox;
  let app: NestExpressApplication;
  let other: NestExpressApplication;
  const api = (of = app) => request(of.getHttpServer());
  const submit = (options: object = {}) =>
    api()
      .post('/tasks/math.divide')
      .send({ ...BODY, options });
  const waiting = () => app.get(Queues).get('tasks').getJobCountByTypes('wait', 'prioritized', 'delayed');

  beforeAll(async () => {
    sandbox = await createSandbox({ MAX_QUEUE_LENGTH: `tasks=${LIMIT},fetch=1` });
    [app, other] = await Promise.all([startApi(sandbox.variables), startApi(sandbox.variables)]);
  });

  beforeEach(async () => {
    await Promise.all(
      app
        .get(Queues)
        .all()
        .map(({ queue }) => queue.obliterate({ force: true })),
    );
  });

  afterAll(async () => {
    await Promise.all([app.close(), other.close()]);
    await sandbox.clean();
  });

  it('refuses the first submit over the limit, with a Retry-After', async () => {
    for (let i = 0; i < LIMIT; i++) await submit().expect(201);
    const { body, headers } = await submit().expect(429);
    expect(body).toMatchObject({
      code: 'queue-full',
      detail: expect.stringContaining('5 tasks wait in the queue tasks'),
    });
    expect(headers['retry-after']).toBe('5');
    await api().post('/tasks?x=1&y=2').expect(429);
    expect(await waiting()).toBe(LIMIT);
  });

  it('counts the tasks of other processes, and delayed and paused ones', async () => {
    await api(other).post('/tasks?x=1&y=2').expect(201);
    await submit({ delay_ms: 60_000 }).expect(201);
    await app.get(Queues).get('tasks').pause();
    await api(other).post('/tasks?x=1&y=2').expect(201);
    await submit({ priority: 'critical' }).expect(201);
    await api(other).post('/tasks?x=1&y=2').expect(201);
    await submit().expect(429);
    await api(other).post('/tasks?x=1&y=2').expect(429);
    expect(await waiting()).toBe(LIMIT);
  });

  it('is not exceeded by a hundred concurrent submits', async () => {
    const answers = await Promise.all(Array.from({ length: 100 }, () => submit()));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(LIMIT);
    expect(statuses.filter((status) => status === 429)).toHaveLength(100 - LIMIT);
    expect(await waiting()).toBe(LIMIT);
  });

  it('accepts the tasks of a batch that fit, one by one, for each queue separately', async () => {
    await submit().expect(201);
    const divide = { name: 'math.divide', payload: PAYLOAD };
    const email = {
      name: 'notifications.send-email',
      payload: { to: 'a@example.com', subject: 's', text: 't' },
    };
    const tasks = [divide, { ...divide, payload: {} }, divide, email, divide, divide, divide, email];
    const { body } = await api().post('/tasks/batch').send({ tasks }).expect(201);
    const codes = body.items.map((item: { problem?: { code: string } }) => item.problem?.code ?? 'stored');
    expect(codes).toEqual([
      'stored',
      'validation',
      'stored',
      'stored',
      'stored',
      'stored',
      'queue-full',
      'stored',
    ]);
    expect(await waiting()).toBe(LIMIT);
  });

  it('has its own limit: another queue is not affected', async () => {
    await api().post('/fetch?url=https://example.com/').expect(200);
    const { body } = await api().post('/fetch?url=https://example.com/').expect(429);
    expect(body.code).toBe('queue-full');
    await submit().expect(201);
  });

  it('accepts all or none of several tasks submitted from code', async () => {
    const taskQueue = app.get(TaskQueue);
    const many = (count: number) =>
      taskQueue.submitMany(
        DivideTask,
        Array.from({ length: count }, () => PAYLOAD),
      );
    await expect(many(LIMIT + 1)).rejects.toBeInstanceOf(QueueFullError);
    expect(await waiting()).toBe(0);
    expect(await many(LIMIT)).toHaveLength(LIMIT);
    await expect(taskQueue.submit(DivideTask, PAYLOAD)).rejects.toMatchObject({
      queue: 'tasks',
      limit: LIMIT,
    });
  });

  it('never refuses a submit of a running task, which may need its children to finish', async () => {
    for (let i = 0; i < LIMIT; i++) await submit().expect(201);
    const id = newTaskId();
    const child = await asTask({ id, rootId: id }, () => app.get(TaskQueue).submit(DivideTask, PAYLOAD));
    expect(child.snapshot).toMatchObject({ status: 'PENDING', parentId: id });
    expect(await waiting()).toBe(LIMIT + 1);
  });

  it('repeats accepted answers by Idempotency-Key, and releases the key of a refused request', async () => {
    const keyed = (key: string) => submit().set('Idempotency-Key', key);
    const first = await keyed('first').expect(201);
    for (let i = 1; i < LIMIT; i++) await submit().expect(201);
    expect((await keyed('first').expect(201)).body.task_id).toBe(first.body.task_id);
    await keyed('second').expect(429);
    await app.get(Queues).get('tasks').drain();
    await keyed('second').expect(201);
  });

  it('accepts tasks again as soon as workers have made room', async () => {
    for (let i = 0; i < LIMIT; i++) await submit().expect(201);
    await submit().expect(429);
    const worker = await startWorker(sandbox.variables);
    try {
      await eventually(async () => submit().expect(201));
      await eventually(async () => expect(await waiting()).toBe(0));
    } finally {
      await worker.close();
    }
  });
});
