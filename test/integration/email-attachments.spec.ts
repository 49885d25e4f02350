import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { TestingModule } from '@nestjs/testing';
import request from 'supertest';
import { eventually } from '../support/eventually.js';
import { startApi, startWorker } from '../support/in-process.js';
import { type LocalOrigin, startOrigin } from '../support/local-origin.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';
import { type Smtp, startSmtp } from '../support/smtp.js';

const UNKNOWN = '01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e';
const large = randomBytes(40_000);

describe('attachments', () => {
  let smtp: Smtp;
  let origin: LocalOrigin;
  let sandbox: Sandbox;
  let app: NestExpressApplication;
  let worker: TestingModule;
  let letGo: () => void = () => undefined;

  beforeAll(async () => {
    smtp = await startSmtp();
    origin = await startOrigin((asked, response) => {
      const send = (type: string, body: Buffer | string) =>
        response.setHeader('Content-Type', type).end(body);
      if (asked.url === '/files/r%C3%A9port.csv') return void send('text/csv; charset=utf-8', 'a,b\n1,ü\n');
      if (asked.url === '/large.bin') return void send('application/octet-stream', large);
      if (asked.url === '/odd') return void send('message/rfc822', 'Bcc: eve@evil.example\r\n\r\nx');
      if (asked.url?.startsWith('/slow')) return void (letGo = () => void send('text/plain', 'at last'));
      response.writeHead(404).end();
    });
    sandbox = await createSandbox({
      SMTP_URL: smtp.url,
      FETCH_ALLOW_PRIVATE: 'true',
      FETCH_PORTS: String(origin.port),
      MAX_ATTACHMENT_BYTES: '60000',
    });
    app = await startApi(sandbox.variables);
    worker = await startWorker(sandbox.variables);
  });

  afterAll(async () => {
    await app.close();
    await worker.close();
    await origin.close();
    await smtp.stop();
    await sandbox.clean();
  });

  const taskOf = async (id: string) => (await request(app.getHttpServer()).get(`/tasks/${id}`)).body;
  const ended = (id: string) =>
    eventually(async () => {
      const task = await taskOf(id);
      expect(['SUCCESS', 'FAILURE']).toContain(task.status);
      return task;
    });
  const startFetch = async (path: string): Promise<string> =>
    (
      await request(app.getHttpServer())
        .post('/fetch')
        .query({ url: `${origin.url}${path}` })
        .expect(200)
    ).body.task_id;
  const fetched = async (path: string) => (await ended(await startFetch(path))).task_id as string;
  const send = (to: string, attachments: object[], status = 201) =>
    request(app.getHttpServer())
      .post('/notifications')
      .send({ channel: 'email', to, subject: 'Files', text: 'Here they are.', attachments })
      .expect(status);
  const filesFor = (to: string) =>
    eventually(() => {
      const found = smtp.received.find(({ recipients }) => recipients.includes(to));
      if (found === undefined) throw new Error(`Nothing came for ${to}`);
      return found.mail.attachments;
    });

  it('are fetched files: from a result or from the store, named by the request or by the URL', async () => {
    const [csv, bin] = [await fetched('/files/r%C3%A9port.csv'), await fetched('/large.bin')];
    await send('a@example.com', [
      { fetch_task_id: csv },
      { fetch_task_id: bin.toUpperCase(), filename: 'Grüße.bin' },
    ]);
    const [first, second, ...others] = await filesFor('a@example.com');
    expect(others).toEqual([]);
    expect(first).toMatchObject({
      filename: 'réport.csv',
      contentType: 'text/csv',
      contentDisposition: 'attachment',
    });
    expect(first?.content.toString()).toBe('a,b\n1,ü\n');
    expect(second).toMatchObject({ filename: 'Grüße.bin', contentType: 'application/octet-stream' });
    expect(second?.content.equals(large)).toBe(true);
  });

  it('are files of the payload, beside fetched ones', async () => {
    const content = Buffer.from('<svg/>').toString('base64');
    await send('f@example.com', [
      { content, filename: 'logo.svg', content_type: 'image/svg+xml' },
      { fetch_task_id: await fetched('/files/r%C3%A9port.csv') },
      { content, content_type: 'message/rfc822' },
    ]);
    const files = await filesFor('f@example.com');
    expect(files.map(({ filename, contentType }) => [filename, contentType])).toEqual([
      ['logo.svg', 'image/svg+xml'],
      ['réport.csv', 'text/csv'],
      ['attachment-3', 'application/octet-stream'],
    ]);
    expect(files[0]?.content.toString()).toBe('<svg/>');
  });

  it('are either fetched or given, and given in base64', async () => {
    const pointersOf = async (attachment: object) =>
      (await send('x@example.com', [attachment], 422)).body.errors.map(
        ({ pointer }: { pointer: string }) => pointer,
      );
    expect(await pointersOf({ fetch_task_id: UNKNOWN, content: 'AAAA' })).toEqual(['/attachments/0/content']);
    expect(await pointersOf({ filename: 'a.txt' })).toEqual(['/attachments/0/fetch_task_id']);
    expect(await pointersOf({ content: '@@@@' })).toEqual(['/attachments/0/content']);
    expect(await pointersOf({ content: '' })).toEqual(['/attachments/0/content']);
    expect(await pointersOf({ content: 'AAAA', content_type: 'jpeg\r\nBcc: a@b.c' })).toEqual([
      '/attachments/0/content_type',
    ]);
    const half = Buffer.alloc(40_000).toString('base64');
    const { body } = await send('x@example.com', [{ content: half }, { content: half }], 422);
    expect(body.errors[0].message).toContain('80000 bytes together; the maximum is 60000');
  });

  it('are waited for', async () => {
    const id = await startFetch('/slow.txt');
    const { body } = await send('b@example.com', [{ fetch_task_id: id }]);
    const email = body.items[0].task_id;
    await eventually(async () => expect((await taskOf(email)).run_at).not.toBeNull());
    expect(await taskOf(email)).toMatchObject({ status: 'PENDING', errors: [] });
    letGo();
    expect((await filesFor('b@example.com'))[0]?.content.toString()).toBe('at last');
    expect(await ended(email)).toMatchObject({ status: 'SUCCESS', errors: [] });
  });

  it('are files, whatever a foreign server declares them to be', async () => {
    await send('c@example.com', [{ fetch_task_id: await fetched('/odd') }]);
    expect(await filesFor('c@example.com')).toMatchObject([
      { filename: 'odd', contentType: 'application/octet-stream' },
    ]);
  });

  it('are refused at once if they can never be sent', async () => {
    const pointersOf = async (...ids: string[]) => {
      const { body } = await send(
        'x@example.com',
        ids.map((id) => ({ fetch_task_id: id })),
        422,
      );
      return body.errors.map(({ pointer }: { pointer: string }) => pointer);
    };
    const sum = (await request(app.getHttpServer()).post('/tasks?x=1&y=1')).body.task_id;
    const good = await fetched('/files/r%C3%A9port.csv');
    expect(await pointersOf(UNKNOWN)).toEqual(['/attachments/0/fetch_task_id']);
    expect(await pointersOf(good, sum)).toEqual(['/attachments/1/fetch_task_id']);
    expect(await pointersOf(await fetched('/nothing'))).toEqual(['/attachments/0/fetch_task_id']);
    expect(await pointersOf(...Array<string>(11).fill(good))).toEqual(['/attachments']);
  });

  it('fail the email if they are too large together, with both sizes', async () => {
    const id = await fetched('/large.bin');
    const { body } = await send('e@example.com', [
      { fetch_task_id: id },
      { fetch_task_id: id, filename: 'b' },
    ]);
    expect(await ended(body.items[0].task_id)).toMatchObject({
      status: 'FAILURE',
      attempt: 1,
      error: { message: expect.stringMatching(/have 80000 bytes together; the maximum is 60000/) },
    });
  });

  it('fail the email if they are gone when it is sent, with a reason', async () => {
    const id = await startFetch('/slow-and-gone.txt');
    const { body } = await send('d@example.com', [{ fetch_task_id: id }]);
    await request(app.getHttpServer()).post(`/tasks/${id}/cancel`);
    expect(await ended(body.items[0].task_id)).toMatchObject({
      status: 'FAILURE',
      attempt: 1,
      error: { message: expect.stringContaining(`Attachment 1 (${id}) is not available`) },
    });
  });
});
