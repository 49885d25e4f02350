import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import request from 'supertest';
import { pageReport } from '../../examples/page-report/report/page-report.js';
import { compileExample, startExample } from '../support/compile-example.js';
import { eventually } from '../support/eventually.js';
import { type LocalOrigin, startOrigin } from '../support/local-origin.js';
import type { StartedProcess } from '../support/processes.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';
import { type Smtp, startSmtp } from '../support/smtp.js';

const MODULES = ['page-report/images/images.module.js', 'page-report/report/report.module.js'];
const example = (file: string) => readFile(`examples/page-report/${file}`, 'utf8');

/** The example with real processes, a real web server and a real SMTP server. */
describe('examples/page-report', () => {
  let origin: LocalOrigin;
  let smtp: Smtp;
  let sandbox: Sandbox;
  let api: StartedProcess;
  let worker: StartedProcess;

  beforeAll(async () => {
    await compileExample('page-report');
    const images = ['/cat.png', '/dog.webp', '/owl.jpg'];
    const picture = sharp({ create: { width: 1_200, height: 900, channels: 3, background: 'teal' } });
    const files = [picture.clone().png(), picture.clone().webp(), picture.clone().jpeg()];
    const buffers = await Promise.all(files.map((file) => file.toBuffer()));
    origin = await startOrigin((asked, response) => {
      if (asked.url === '/page.json')
        return void response
          .setHeader('Content-Type', 'application/json')
          .end(JSON.stringify({ images: images.map((path) => `${origin.url}${path}`) }));
      response.end(buffers[images.indexOf(asked.url ?? '')]);
    });
    smtp = await startSmtp();
    sandbox = await createSandbox({ SMTP_URL: smtp.url, FETCH_ALLOW_PRIVATE: 'true', WORKER_THREADS: '2' });
    [api, worker] = await Promise.all([
      startExample('api', MODULES, sandbox.variables),
      startExample('worker', MODULES, sandbox.variables),
    ]);
  });

  afterAll(async () => {
    await Promise.all([api.stop(), worker.stop()]);
    await Promise.all([origin.close(), smtp.stop(), sandbox.clean()]);
  });

  /** A file of the example, for this web server and this recipient. */
  async function bodyFor(file: string, to: string): Promise<object> {
    const text = await example(file);
    return JSON.parse(text.replaceAll('https://example.com', origin.url).replaceAll('ada@example.com', to));
  }

  const http = () => request(api.url);

  async function expectThumbnails(to: string): Promise<void> {
    const { mail } = await eventually(() => {
      const found = smtp.received.find(({ recipients }) => recipients.includes(to));
      if (found === undefined) throw new Error(`Nothing came for ${to}`);
      return found;
    });
    expect(mail.subject).toBe('The images of the page');
    const found = await Promise.all(
      mail.attachments.map(async ({ filename, content }) => {
        const { format, width, height } = await sharp(content).metadata();
        return { filename, format, width, height };
      }),
    );
    const size = { format: 'jpeg', width: 320, height: 240 };
    expect(found).toEqual(['cat.jpg', 'dog.jpg', 'owl.jpg'].map((filename) => ({ filename, ...size })));
  }

  it('sends the thumbnails of a page by email', async () => {
    const { body } = await http()
      .post('/workflows')
      .send(await bodyFor('page-report.json', 'workflow@example.com'))
      .expect(201);
    await expectThumbnails('workflow@example.com');
    await eventually(async () => {
      const { body: ended } = await http().get(`/workflows/${body.workflow_id}`).expect(200);
      expect(ended.status).toBe('SUCCESS');
    });
  });

  it('does so every night at three in Berlin', async () => {
    await http()
      .put('/schedules/nightly-page-report')
      .send(await bodyFor('nightly.json', 'nightly@example.com'))
      .expect(201);
    const { body } = await http().get('/schedules/nightly-page-report/preview').expect(200);
    for (const { local } of body.items) expect(local).toMatch(/T03:00:00\+0[12]:00$/);
    const { cron, tz } = JSON.parse(await example('nightly.json'));
    const { body: spring } = await http()
      .post('/schedules/preview')
      .send({ cron, tz, after: '2027-03-26T12:00:00Z', count: 2 })
      .expect(200);
    expect(spring.items.map(({ local }: { local: string }) => local)).toEqual([
      '2027-03-27T03:00:00+01:00',
      '2027-03-28T03:00:00+02:00',
    ]);
    const { body: run } = await http().post('/schedules/nightly-page-report/run').expect(201);
    await expectThumbnails('nightly@example.com');
    await eventually(async () => {
      const { body: task } = await http().get(`/tasks/${run.task_id}`).expect(200);
      expect(task).toMatchObject({ status: 'SUCCESS', result: { delivered_to: 'smtp' } });
    });
  });

  it('is the same workflow in code', async () => {
    const inCode = pageReport('https://example.com/page.json', 'ada@example.com');
    expect(inCode).toEqual(JSON.parse(await example('page-report.json')));
  });
});
