import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { TestingModule } from '@nestjs/testing';
import request from 'supertest';
import { eventually } from '../support/eventually.js';
import { RecordingLogger, startApi, startWorker } from '../support/in-process.js';
import { type Sandbox, type Variables, createSandbox } from '../support/sandbox.js';
import {
  type Answer,
  NEW_SECRET,
  OLD_SECRET,
  type WebhookReceiver,
  startReceiver,
} from '../support/webhook-receiver.js';
import { isCancelled } from '../support/is-cancelled.js';

const GIGABYTE = 1_073_741_824;
const HOUR_MS = 3_600_000;
const event = {
  type: 'report.finished',
  data: { report_id: 'r-42', text: 'ü€\u2028', deep: [[{ a: null }]] },
};
const SOON = { type: 'fixed', delay_ms: 1, jitter: 0 };
const SECRETS = { WEBHOOK_SECRETS: `${NEW_SECRET},${OLD_SECRET}` };

describe('a webhook by POST /notifications', () => {
  const logger = new RecordingLogger();
  let sandbox: Sandbox;
  let app: NestExpressApplication;
  let worker: TestingModule;
  let receiver: WebhookReceiver;

  beforeAll(async () => {
    sandbox = await createSandbox({ ...SECRETS, FETCH_ALLOW_PRIVATE: 'true', WEBHOOK_TIMEOUT_MS: '500' });
    app = await startApi(sandbox.variables, { logger });
    worker = await startWorker(sandbox.variables, { logger });
  });

  afterAll(async () => {
    await worker.close();
    await app.close();
    await sandbox.clean();
  });

  afterEach(() => receiver.close());

  const notify = async (options: object = {}, answer?: Answer): Promise<string> => {
    receiver = await startReceiver(answer);
    const { body } = await request(app.getHttpServer())
      .post('/notifications')
      .send({ channel: 'webhook', url: `${receiver.url}/hook?a=b`, event, options })
      .expect(201);
    return body.items[0].task_id;
  };
  const taskOf = async (id: string) => (await request(app.getHttpServer()).get(`/tasks/${id}`)).body;
  const until = (id: string, expected: object) =>
    eventually(async () => {
      const task = await taskOf(id);
      expect(task).toMatchObject(expected);
      return task;
    });

  it('is signed according to Standard Webhooks, for receivers with either secret', async () => {
    const id = await notify();
    const task = await until(id, { status: 'SUCCESS', result: { status_code: 204 }, attempt: 1 });
    const [webhook, ...others] = receiver.received;
    expect(others).toEqual([]);
    const told = { type: event.type, timestamp: task.created_at, data: event.data };
    expect(webhook?.verified(NEW_SECRET)).toEqual(told);
    expect(webhook?.verified(OLD_SECRET)).toEqual(told);
    expect(webhook?.body).toBe(JSON.stringify(told));
    expect(webhook?.path).toBe('/hook?a=b');
    expect(webhook?.headers).toMatchObject({
      'webhook-id': id,
      'content-type': 'application/json',
      'user-agent': expect.stringMatching(/^Celeriac\//),
    });
  });

  it('is sent again after a 500, as the same event, and reveals nothing of the answer', async () => {
    const id = await notify({ backoff: SOON }, (response, n) =>
      response.writeHead(n === 0 ? 500 : 200).end('password of the internal service'),
    );
    const task = await until(id, { status: 'SUCCESS', result: { status_code: 200 }, attempt: 2 });
    const [first, second] = receiver.received;
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    expect(second?.verified()).toEqual(first?.verified());
    expect(task.errors).toMatchObject([
      { type: 'WebhookAnswerError', message: 'The receiver responded with 500' },
    ]);
    const stored = await sandbox.redis.hgetall(`${sandbox.prefix}:webhooks:${id}`);
    expect(JSON.stringify([task, stored, logger.lines])).not.toContain('password');
  });

  it('stops for good after a 410', async () => {
    const id = await notify({}, (response) => response.writeHead(410).end());
    const task = await until(id, { status: 'FAILURE', attempt: 1, max_attempts: 18 });
    expect(task.error).toMatchObject({
      type: 'WebhookAnswerError',
      message: 'The receiver responded with 410: it accepts no more webhooks',
    });
    expect(receiver.received).toHaveLength(1);
  });

  it.each([
    ['a receiver that hangs', 'OutboundTimeoutError', () => undefined],
    ['a receiver that hangs up', 'OutboundConnectionError', (response) => response.destroy()],
    ['400', 'WebhookAnswerError', (response) => response.writeHead(400).end()],
    ['304', 'WebhookAnswerError', (response) => response.writeHead(304).end()],
    ['503', 'WebhookAnswerError', (response) => response.writeHead(503).end()],
  ] satisfies [string, string, Answer][])('is retried after %s', async (_what, type, answer) => {
    const id = await notify({ attempts: 2, backoff: SOON }, answer);
    const { errors } = await until(id, { status: 'FAILURE', attempt: 2 });
    expect(errors.map((error: { type: string }) => error.type.replace('FirstByte', ''))).toEqual([
      type,
      type,
    ]);
    expect(receiver.received).toHaveLength(2);
  });

  it('does not follow a redirect, and is retried', async () => {
    const other = await startReceiver();
    const id = await notify({ attempts: 2, backoff: SOON }, (response) =>
      response.writeHead(307, { location: `${other.url}/` }).end(),
    );
    await until(id, {
      status: 'FAILURE',
      attempt: 2,
      error: { message: expect.stringContaining('redirect') },
    });
    expect(other.connections).toBe(0);
    await other.close();
  });

  it('is delivered despite an answer of a gigabyte, of which nothing is kept', async () => {
    const id = await notify({}, (response) => {
      response.writeHead(200, { 'content-length': GIGABYTE });
      const chunk = Buffer.alloc(1_048_576);
      const write = (): void => {
        if (!response.destroyed) response.write(chunk, write);
      };
      write();
    });
    await until(id, { status: 'SUCCESS', result: { status_code: 200 } });
    await receiver.allClosed();
  });

  it.each([
    ['3600', HOUR_MS],
    ['999999999', 4 * HOUR_MS],
  ])('waits as long as Retry-After: %s says, within limits', async (seconds, expectedMs) => {
    const id = await notify({}, (response) => response.writeHead(429, { 'retry-after': seconds }).end());
    const { run_at: runAt, errors } = await until(id, { status: 'RETRY', errors: { length: 1 } });
    const waitMs = Date.parse(runAt) - Date.parse(errors[0].ended_at);
    expect(waitMs).toBeGreaterThanOrEqual(expectedMs);
    expect(waitMs).toBeLessThan(expectedMs + 60_000);
  });

  it('can be cancelled during an attempt', async () => {
    const id = await notify({}, () => undefined);
    await eventually(() => expect(receiver.received).toHaveLength(1));
    await request(app.getHttpServer()).post(`/tasks/${id}/cancel`).expect(isCancelled);
    await until(id, { status: 'REVOKED' });
    await receiver.allClosed();
  });

  it('can have a webhook for its own end; in a batch, an invalid URL fails alone', async () => {
    receiver = await startReceiver();
    const notification = { channel: 'webhook', url: `${receiver.url}/event`, event };
    const withEnd = (url: string) => ({ ...notification, options: { webhook_url: url } });
    const { body } = await request(app.getHttpServer())
      .post('/notifications/batch')
      .send({ notifications: [withEnd('https://a@b.example/'), withEnd(`${receiver.url}/end`)] })
      .expect(201);
    expect(body.items[0].problem.errors).toMatchObject([{ pointer: '/notifications/0/options/webhook_url' }]);
    await eventually(() => expect(receiver.at('/end')).toHaveLength(1));
    const told = receiver.at('/end')[0]?.verified();
    expect(told).toMatchObject({ type: 'task.succeeded', data: { task_id: body.items[1].task_ids[0] } });
  });

  it.each([
    ['url', { url: 'ftp://example.com/' }, '/url'],
    ['url', { url: 'https://user:pass@example.com/' }, '/url'],
    ['type', { event: { ...event, type: 'two words' } }, '/event/type'],
    ['data', { event: { ...event, data: [1] } }, '/event/data'],
    ['timestamp', { event: { ...event, timestamp: 'now' } }, '/event/timestamp'],
    ['something unknown', { secret: 'x' }, '/secret'],
  ])('is refused with an invalid %s', async (_what, wrong, pointer) => {
    receiver = await startReceiver();
    const { body } = await request(app.getHttpServer())
      .post('/notifications')
      .send({ channel: 'webhook', url: 'https://example.com/', event, ...wrong })
      .expect(422);
    expect(body.errors).toMatchObject([{ pointer }]);
  });
});

describe('a webhook that may not be sent', () => {
  let sandbox: Sandbox;
  let app: NestExpressApplication;
  let worker: TestingModule;
  let receiver: WebhookReceiver;

  const start = async (variables: Variables) => {
    sandbox = await createSandbox(variables);
    receiver = await startReceiver();
    app = await startApi(sandbox.variables);
    worker = await startWorker(sandbox.variables);
  };

  afterEach(async () => {
    await worker.close();
    await app.close();
    await sandbox.clean();
    await receiver.close();
  });

  const post = (path: string, body: object) => request(app.getHttpServer()).post(path).send(body);
  const submitTask = async (url: string): Promise<string> => {
    const { body } = await post('/tasks/notifications.deliver-webhook', {
      payload: { url, ...event },
    }).expect(201);
    return body.task_id;
  };
  const endOf = (id: string, status: string) =>
    eventually(async () => {
      const { body } = await request(app.getHttpServer()).get(`/tasks/${id}`);
      expect(body.status).toBe(status);
      return body;
    });

  it('is refused at submit for a private address, and by the worker for good', async () => {
    await start(SECRETS);
    for (const url of [
      receiver.url,
      'http://localhost:8080/',
      'http://169.254.169.254:80/',
      'http://example.com:25/',
    ]) {
      const { body } = await post('/notifications', { channel: 'webhook', url, event }).expect(422);
      expect(body.errors).toMatchObject([{ pointer: '/url', message: expect.stringContaining('rule') }]);
    }
    const task = await endOf(await submitTask(receiver.url), 'FAILURE');
    expect(task).toMatchObject({ attempt: 1, error: { type: 'OutboundRefusedError' } });
    expect(receiver.connections).toBe(0);
  });

  it('is refused for a network of FETCH_REFUSE, even if private ones are allowed', async () => {
    await start({ ...SECRETS, FETCH_ALLOW_PRIVATE: 'true', FETCH_REFUSE: '127.0.0.0/8' });
    const { body } = await post('/notifications', { channel: 'webhook', url: receiver.url, event }).expect(
      422,
    );
    expect(body.errors).toMatchObject([
      { pointer: '/url', message: expect.stringContaining('address-refused') },
    ]);
    const task = await endOf(await submitTask(receiver.url), 'FAILURE');
    expect(task).toMatchObject({ attempt: 1, error: { message: expect.stringContaining('FETCH_REFUSE') } });
    expect(receiver.connections).toBe(0);
  });

  it('is refused without a secret, with the setting in the message; stored ones wait for it', async () => {
    await start({ FETCH_ALLOW_PRIVATE: 'true' });
    const url = receiver.url;
    const toldBy = [
      post('/notifications', { channel: 'webhook', url, event }),
      post('/tasks/math.divide', { payload: { x: 1, y: 1 }, options: { webhook_url: url } }),
    ];
    const answers = await Promise.all(toldBy.map(async (posted) => (await posted.expect(422)).body));
    expect(answers.map(({ errors }) => errors)).toMatchObject([
      [{ pointer: '/url', message: expect.stringContaining('WEBHOOK_SECRETS') }],
      [{ pointer: '/options/webhook_url', message: expect.stringContaining('WEBHOOK_SECRETS') }],
    ]);
    const task = await endOf(await submitTask(url), 'RETRY');
    expect(task.errors).toMatchObject([{ message: expect.stringContaining('set WEBHOOK_SECRETS') }]);
    expect(receiver.connections).toBe(0);
  });
});
