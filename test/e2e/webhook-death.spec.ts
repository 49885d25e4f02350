import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { eventually } from '../support/eventually.js';
import { type StartedProcess, startProcess } from '../support/processes.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';
import { NEW_SECRET, type WebhookReceiver, startReceiver } from '../support/webhook-receiver.js';

describe('the death of a worker between the end of a task and its webhook', () => {
  let sandbox: Sandbox;
  let api: StartedProcess;
  let receiver: WebhookReceiver;
  const workers: StartedProcess[] = [];

  beforeEach(async () => {
    sandbox = await createSandbox({ WEBHOOK_SECRETS: NEW_SECRET, FETCH_ALLOW_PRIVATE: 'true' });
    receiver = await startReceiver();
    api = await startProcess('main', sandbox.variables);
  });

  afterEach(async () => {
    await Promise.all([api, ...workers.splice(0)].map((started) => started.stop()));
    await receiver.close();
    await sandbox.clean();
  });

  const startWorker = async (entry: 'worker' | 'test-dying-worker', variables = {}) => {
    const worker = await startProcess(entry, { ...sandbox.variables, ...variables });
    workers.push(worker);
    return worker;
  };
  const outbox = () => sandbox.redis.zrange(`${sandbox.prefix}:ends`, 0, -1);

  it.each(['before', 'after'])('%s the handover: delivers one event', async (moment) => {
    const dying = await startWorker('test-dying-worker', { WORKER_QUEUES: 'tasks', DIE: moment });
    const { body: submitted } = await request(api.url)
      .post('/tasks/math.divide')
      .send({ payload: { x: 10, y: 2 }, options: { webhook_url: receiver.url } })
      .expect(201);
    const id: string = submitted.task_id;
    await eventually(() => expect(dying.child.signalCode).toBe('SIGKILL'));
    const { body: task } = await request(api.url).get(`/tasks/${id}`).expect(200);
    expect(task).toMatchObject({ status: 'SUCCESS', result: 5 });
    expect(await outbox()).toEqual([`tasks:${id}`]);
    expect(receiver.received).toEqual([]);

    // Half a minute passes.
    await sandbox.redis.zadd(`${sandbox.prefix}:ends`, 0, `tasks:${id}`);
    await startWorker('worker');
    await eventually(async () => expect(await outbox()).toEqual([]), 30_000);
    await eventually(() => expect(receiver.received).toHaveLength(1));
    expect(receiver.received[0]?.verified()).toEqual({
      type: 'task.succeeded',
      timestamp: task.finished_at,
      data: task,
    });
    const { body: list } = await request(api.url)
      .get('/tasks?name=notifications.deliver-webhook')
      .expect(200);
    expect(list.items).toHaveLength(1);
  });
});
