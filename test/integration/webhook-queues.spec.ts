import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { Config } from '../../src/platform/config/config.js';
import { JobWriter } from '../../src/core/submit/job-writer.js';
import type { SubmitOptions } from '../../src/core/task/options/submit-options.js';
import { jobOptionsOf } from '../../src/core/bullmq/job-options.js';
import { newTaskId } from '../../src/core/task/task-id.js';
import { TaskRegistry } from '../../src/core/task/task-registry.js';
import { eventually } from '../support/eventually.js';
import { startApi, startWorker } from '../support/in-process.js';
import { createSandbox } from '../support/sandbox.js';
import { type Stand, startStand } from '../support/stand.js';
import { type Answer, NEW_SECRET, type WebhookReceiver, startReceiver } from '../support/webhook-receiver.js';
import { isCancelled } from '../support/is-cancelled.js';

const HOUR_MS = 3_600_000;
const SOON = { type: 'fixed', delayMs: 1, jitter: 0 } as const;
const event = { type: 'report.finished', data: { report_id: 'r-42' } };

/** A release without the queue `webhooks` has stored webhooks in `notifications`. */
describe.each(['webhooks', 'notifications'] as const)('a webhook stored in %s', (queue) => {
  let stand: Stand;
  let receiver: WebhookReceiver;
  /** Sets the receiver's response from now on. */
  let answer: Answer;

  beforeAll(async () => {
    stand = await startStand({}, { WEBHOOK_SECRETS: NEW_SECRET, FETCH_ALLOW_PRIVATE: 'true' });
  });
  afterAll(() => stand.stop());
  beforeEach(async () => {
    answer = (response) => response.writeHead(204).end();
    receiver = await startReceiver((response, n) => answer(response, n));
  });
  afterEach(() => receiver.close());

  const server = () => stand.app.getHttpServer();
  const get = async (path: string) => (await request(server()).get(path).expect(200)).body;
  const idsOf = async (path: string): Promise<string[]> =>
    (await get(path)).items.map((task: { task_id: string }) => task.task_id);
  const other = queue === 'webhooks' ? 'notifications' : 'webhooks';
  const until = (id: string, expected: object) =>
    eventually(async () => expect(await get(`/tasks/${id}`)).toMatchObject({ queue, ...expected }));
  const store = (options: SubmitOptions = {}): Promise<string> => {
    const { options: today } = stand.app.get(TaskRegistry).get('notifications.deliver-webhook');
    const task = { ...today, queue };
    const given = { id: newTaskId(), now: Date.now(), retentionMs: stand.app.get(Config).resultRetentionMs };
    const payload = { url: receiver.url, ...event };
    return stand.app.get(JobWriter).add({ task, payload, options: jobOptionsOf(task, options, given) });
  };

  it('is delivered, after a retry', async () => {
    answer = (response, n) => response.writeHead(n === 0 ? 500 : 204).end();
    const id = await store({ backoff: SOON });
    await until(id, { status: 'SUCCESS', attempt: 2, result: { status_code: 204 } });
    expect(receiver.received.map(({ headers }) => headers['webhook-id'])).toEqual([id, id]);
    expect(receiver.received[1]?.verified()).toMatchObject(event);
  });

  it('can be cancelled while it waits, and while it runs', async () => {
    answer = () => undefined;
    const [waiting, running] = [await store({ delayMs: HOUR_MS }), await store()];
    await eventually(() => expect(receiver.received).toHaveLength(1));
    await until(waiting, { status: 'PENDING' });
    await until(running, { status: 'STARTED' });
    await request(server()).post(`/tasks/${waiting}/cancel`).expect(200);
    await request(server()).post(`/tasks/${running}/cancel`).expect(isCancelled);
    await until(waiting, { status: 'REVOKED' });
    await until(running, { status: 'REVOKED' });
    await receiver.allClosed();
  });

  it('becomes a dead letter of that queue, and is delivered from there', async () => {
    answer = (response) => response.writeHead(410).end();
    const id = await store();
    await until(id, { status: 'FAILURE', attempt: 1 });
    expect(await idsOf(`/dead-letters?queue=${queue}`)).toContain(id);
    expect(await idsOf(`/dead-letters?queue=${other}`)).not.toContain(id);
    answer = (response) => response.writeHead(204).end();
    await request(server())
      .post('/dead-letters/redrive')
      .send({ task_ids: [id] })
      .expect(200);
    await until(id, { status: 'SUCCESS' });
    expect(receiver.received).toHaveLength(2);
  });

  it('is listed in that queue only, under its name', async () => {
    const id = await store();
    await until(id, { status: 'SUCCESS' });
    expect(await idsOf(`/tasks?queue=${queue}`)).toContain(id);
    expect(await idsOf(`/tasks?queue=${other}`)).not.toContain(id);
    expect(await idsOf('/tasks?name=notifications.deliver-webhook')).toContain(id);
  });
});

describe('workers whose WORKER_QUEUES predates `webhooks`', () => {
  it('are reported as not serving it, until they are told to', async () => {
    const sandbox = await createSandbox({ WEBHOOK_SECRETS: NEW_SECRET, FETCH_ALLOW_PRIVATE: 'true' });
    const receiver = await startReceiver();
    const app = await startApi(sandbox.variables);
    const WORKER_QUEUES = 'tasks,notifications,fetch,operations';
    const worker = await startWorker({ ...sandbox.variables, WORKER_QUEUES });
    const server = request(app.getHttpServer());
    try {
      await eventually(async () => {
        const { body } = await server.get('/health').expect(200);
        expect(body.details['queue:notifications']).toEqual({ status: 'up', workers: 1 });
        expect(body).toMatchObject({
          status: 'degraded',
          details: { 'queue:webhooks': { status: 'degraded', message: 'no live worker: tasks wait' } },
        });
      });
      const notification = { channel: 'webhook', url: receiver.url, event };
      const { body } = await server.post('/notifications').send(notification).expect(201);
      const { body: queue } = await server.get('/queues/webhooks').expect(200);
      expect(queue).toMatchObject({ consumers: 0, slots: 0, counts: { waiting: 1 } });
      const { text } = await server.get('/metrics').expect(200);
      expect(text).toContain('celeriac_queue_consumers{queue="webhooks"} 0');
      expect(text).toContain('celeriac_queue_tasks{queue="webhooks",state="waiting"} 1');

      const command = { command: 'add-queue', queue: 'webhooks' };
      await server.post('/workers/_all/commands').send(command).expect(200);
      await eventually(() => expect(receiver.received).toHaveLength(1));
      expect(receiver.received[0]?.headers['webhook-id']).toBe(body.items[0].task_id);
    } finally {
      await worker.close();
      await app.close();
      await receiver.close();
      await sandbox.clean();
    }
  });
});
