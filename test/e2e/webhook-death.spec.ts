import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { dyingWorkers } from '../support/dying-workers.js';
import { eventually } from '../support/eventually.js';
import { type StartedProcess, startProcess } from '../support/processes.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';
import { NEW_SECRET, type WebhookReceiver, startReceiver } from '../support/webhook-receiver.js';

describe('the death of a worker between the end of a task and its webhook', () => {
  let sandbox: Sandbox;
  let api: StartedProcess;
  let receiver: WebhookReceiver;
  const workers = dyingWorkers(() => sandbox);

  beforeEach(async () => {
    sandbox = await createSandbox({ WEBHOOK_SECRETS: NEW_SECRET, FETCH_ALLOW_PRIVATE: 'true' });
    receiver = await startReceiver();
    api = await startProcess('main', sandbox.variables);
  });

  afterEach(async () => {
    await Promise.all([api.stop(), workers.stopAll()]);
    await receiver.close();
    await sandbox.clean();
  });

  it.each(['before', 'after'])('%s the handover: delivers one event', async (moment) => {
    const dying = await workers.start('test-dying-worker', { WORKER_QUEUES: 'tasks', DIE: moment });
    const { body: submitted } = await request(api.url)
      .post('/tasks/math.divide')
      .send({ payload: { x: 10, y: 2 }, options: { webhook_url: receiver.url } })
      .expect(201);
    const id: string = submitted.task_id;
    await eventually(() => expect(dying.child.signalCode).toBe('SIGKILL'));
    const { body: task } = await request(api.url).get(`/tasks/${id}`).expect(200);
    expect(task).toMatchObject({ status: 'SUCCESS', result: 5 });
    expect(await workers.outbox()).toEqual([`tasks:${id}`]);
    expect(receiver.received).toEqual([]);

    // Half a minute passes.
    await sandbox.redis.zadd(`${sandbox.prefix}:ends`, 0, `tasks:${id}`);
    await workers.start('worker');
    await eventually(async () => expect(await workers.outbox()).toEqual([]), 30_000);
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
