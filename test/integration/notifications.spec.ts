import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { simpleParser } from 'mailparser';
import request from 'supertest';
import { BackgroundTasks } from '../../src/platform/background-tasks/background-tasks.js';
import { eventually } from '../support/eventually.js';
import { RecordingLogger, startApi } from '../support/in-process.js';
import { createSandbox } from '../support/sandbox.js';
import { startSmtp } from '../support/smtp.js';
import { type Stand, startStand } from '../support/stand.js';
import { isCancelled } from '../support/is-cancelled.js';

describe('notifications by SMTP', () => {
  let smtp: Awaited<ReturnType<typeof startSmtp>>;
  let stand: Stand;
  let app: NestExpressApplication;

  beforeAll(async () => {
    smtp = await startSmtp();
    stand = await startStand({}, { SMTP_URL: smtp.url, MAIL_FROM: 'service@example.com' });
    ({ app } = stand);
  });

  afterAll(async () => {
    await stand.stop();
    await smtp.stop();
  });

  const mailTo = (recipient: string) =>
    smtp.received.find(({ recipients }) => recipients.includes(recipient));
  const submit = (payload: object) =>
    request(app.getHttpServer()).post('/tasks/notifications.send-email').send({ payload });
  const taskOf = async (id: string) => (await request(app.getHttpServer()).get(`/tasks/${id}`)).body;

  it('POST /notify answers at once and sends after the response, in this process', async () => {
    await request(app.getHttpServer())
      .post('/notify?email=ada@example.com')
      .expect(200, { message: 'Notification queued' });
    await app.get(BackgroundTasks, { strict: false }).settled();
    expect(mailTo('ada@example.com')?.mail).toMatchObject({
      subject: 'Notification',
      from: { value: [{ address: 'service@example.com' }] },
    });
    expect(await stand.sandbox.redis.exists(`${stand.sandbox.prefix}:notifications:wait`)).toBe(0);
  });

  it.each(['', 'ada', 'ada@', 'a@b.c\r\nBcc: evil@example.com', 'a@b.c, evil@example.com', '<a@b.c>'])(
    'POST /notify refuses the address %j',
    async (email) => {
      const { body } = await request(app.getHttpServer()).post('/notify').query({ email }).expect(422);
      expect(body.errors).toMatchObject([{ parameter: 'email' }]);
    },
  );

  it('the task sends in a worker, with its own Message-ID', async () => {
    const { body } = await submit({
      to: 'bob@example.com',
      subject: 'Grüße',
      text: 'Line one\nline two',
    }).expect(201);
    const task = await eventually(async () => {
      const found = await taskOf(body.task_id);
      expect(found.status).toBe('SUCCESS');
      return found;
    });
    expect(task.result).toEqual({ message_id: `<${body.task_id}@example.com>`, delivered_to: 'smtp' });
    expect(mailTo('bob@example.com')?.mail).toMatchObject({
      subject: 'Grüße',
      messageId: `<${body.task_id}@example.com>`,
      text: expect.stringContaining('Line one\nline two'),
    });
  });

  it('the task ends its conversation with a slow server when it is cancelled', async () => {
    const { body } = await submit({ to: 'bob@slow.example', subject: 'Hi', text: 'Hello' }).expect(201);
    await eventually(() => expect(smtp.waiting).toEqual(['bob@slow.example']));
    const before = smtp.left.length;
    await request(app.getHttpServer()).post(`/tasks/${body.task_id}/cancel`).expect(isCancelled);
    await eventually(async () => expect((await taskOf(body.task_id)).status).toBe('REVOKED'));
    await eventually(() => expect(smtp.left.length).toBe(before + 1));
    expect(mailTo('bob@slow.example')).toBeUndefined();
  });

  it('the task keeps the message of a server that refuses', async () => {
    const { body } = await submit({ to: 'nobody@refused.example', subject: 'x', text: 'y' }).expect(201);
    await eventually(async () => {
      const task = await taskOf(body.task_id);
      expect(task).toMatchObject({ status: 'FAILURE', attempt: 1, max_attempts: 13 });
      expect(task.error).toMatchObject({
        type: 'SmtpError',
        message: 'The SMTP server refused the recipient: 550 No such user here',
      });
    });
  });

  it.each([
    [{ to: 'a@b.example\r\nBcc: evil@example.com', subject: 's', text: 't' }, '/payload/to'],
    [{ to: 'a@b.example', subject: 's\r\nBcc: evil@example.com', text: 't' }, '/payload/subject'],
    [{ to: ['a@b.example'], subject: 's', text: 't' }, '/payload/to'],
    [{ to: 'a@b.example', subject: 's', text: { path: '/etc/passwd' } }, '/payload/text'],
    [{ to: 'a@b.example', subject: '', text: 't' }, '/payload/subject'],
  ])('the task refuses %j', async (payload, pointer) => {
    const { body } = await submit(payload).expect(422);
    expect(body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer);
  });
});

describe('notifications without SMTP_URL', () => {
  it('are written to the outbox as .eml files, with their path in the log', async () => {
    const sandbox = await createSandbox();
    const logger = new RecordingLogger();
    const app = await startApi(sandbox.variables, { logger });
    await request(app.getHttpServer()).post('/notify?email=ada@example.com').expect(200);
    await app.get(BackgroundTasks, { strict: false }).settled();

    const outbox = join(sandbox.folder, 'outbox');
    const [file = '', ...others] = await readdir(outbox);
    expect(others).toEqual([]);
    expect(file).toMatch(/\.eml$/);
    expect(logger.lines.join('\n')).toContain(join(outbox, file));
    const mail = await simpleParser(await readFile(join(outbox, file)));
    expect(mail).toMatchObject({ subject: 'Notification', to: { value: [{ address: 'ada@example.com' }] } });
    await app.close();
    await sandbox.clean();
  });
});
