import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { eventually } from '../support/eventually.js';
import { type StartedProcess, startProcess } from '../support/processes.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';
import { type Smtp, startSmtp } from '../support/smtp.js';
import { NEW_SECRET, type WebhookReceiver, startReceiver } from '../support/webhook-receiver.js';

const SLOTS = 3;
const MORE_THAN_SLOTS = SLOTS + 2;
const event = { type: 'report.finished', data: { report_id: 'r-42' } };

describe('emails and webhooks in one worker', () => {
  let sandbox: Sandbox;
  let api: StartedProcess;
  let worker: StartedProcess;
  let smtp: Smtp;
  let receiver: WebhookReceiver;

  beforeEach(async () => {
    smtp = await startSmtp();
    sandbox = await createSandbox({
      SMTP_URL: smtp.url,
      SMTP_CONNECTIONS: String(SLOTS),
      WEBHOOK_SECRETS: NEW_SECRET,
      WEBHOOK_TIMEOUT_MS: '3600000',
      FETCH_ALLOW_PRIVATE: 'true',
      WORKER_CONCURRENCY: String(SLOTS),
      SHUTDOWN_TIMEOUT_MS: '0',
    });
    api = await startProcess('main', sandbox.variables);
    worker = await startProcess('worker', sandbox.variables);
  });

  afterEach(async () => {
    smtp.hangUp();
    await receiver.close();
    await Promise.all([api.stop(), worker.stop(), smtp.stop()]);
    await sandbox.clean();
  });

  const notify = async (notification: object): Promise<string> => {
    const { body } = await request(api.url).post('/notifications').send(notification).expect(201);
    return body.items[0].task_id;
  };
  const notifyMany = (notification: object) =>
    Promise.all(Array.from({ length: MORE_THAN_SLOTS }, () => notify(notification)));
  const email = (to: string) => ({ channel: 'email', to, subject: 'Hello', text: 'Hello' });
  const webhook = () => ({ channel: 'webhook', url: receiver.url, event });
  const statusOf = async (id: string) => (await request(api.url).get(`/tasks/${id}`).expect(200)).body.status;
  const statusesOf = async (ids: string[]) => (await Promise.all(ids.map(statusOf))).sort();
  const ends = (id: string) => eventually(async () => expect(await statusOf(id)).toBe('SUCCESS'));
  const allSlotsAndMore = [
    ...Array(MORE_THAN_SLOTS - SLOTS).fill('PENDING'),
    ...Array(SLOTS).fill('STARTED'),
  ];

  it('sends an email while receivers hang in every slot of the webhooks, and more webhooks wait', async () => {
    receiver = await startReceiver(() => undefined);
    const hanging = await notifyMany(webhook());
    await eventually(() => expect(receiver.received).toHaveLength(SLOTS));
    await ends(await notify(email('ada@example.com')));
    expect(smtp.received).toHaveLength(1);
    expect(await statusesOf(hanging)).toEqual(allSlotsAndMore);
    expect(receiver.received).toHaveLength(SLOTS);
  });

  it('delivers a webhook while the SMTP server hangs in every slot of the emails, and more emails wait', async () => {
    receiver = await startReceiver();
    const hanging = await notifyMany(email('ada@slow.example'));
    await eventually(() => expect(smtp.waiting).toHaveLength(SLOTS));
    await ends(await notify(webhook()));
    expect(receiver.received).toHaveLength(1);
    expect(await statusesOf(hanging)).toEqual(allSlotsAndMore);
    expect(smtp.received).toEqual([]);
  });
});
