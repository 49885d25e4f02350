import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import { eventually } from '../support/eventually.js';
import { startApi } from '../support/in-process.js';
import { type StartedProcess, logLines, startProcess } from '../support/processes.js';
import { submitUnknown } from '../support/raw-submit.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

/** What an operator reads: one stream of JSON lines a process, each saying what it belongs to. */
describe('the log of a process', () => {
  let sandbox: Sandbox;
  let app: NestExpressApplication;
  let api: StartedProcess;
  let worker: StartedProcess;

  beforeAll(async () => {
    sandbox = await createSandbox({ WORKER_NAME: 'w1', WORKER_QUEUES: 'tasks', WORKER_THREADS: '1' });
    app = await startApi(sandbox.variables);
    api = await startProcess('main', sandbox.variables);
    worker = await startProcess('test-worker', sandbox.variables);
  });

  afterAll(async () => {
    await Promise.all([api.stop(), worker.stop(), app.close()]);
    await sandbox.clean();
  });

  const ofTask = (id: string, count: number) =>
    eventually(() => {
      const found = logLines(worker).filter((line) => line.task_id === id);
      expect(found.length).toBeGreaterThanOrEqual(count);
      return found;
    });

  it.each(['test.talkative', 'test.thread-talkative'])(
    'has in every line of %s which attempt of which task it is',
    async (name) => {
      const id = await submitUnknown(app, name, { word: 'hello' });
      const found = await ofTask(id, 4);
      const common = { task_id: id, task_name: name, attempt: 1 };
      expect(found).toHaveLength(4);
      for (const line of found) expect(line).toMatchObject(common);
      expect(found.map(({ msg }) => msg).sort()).toEqual([
        expect.stringMatching(/^code says hello$/),
        expect.stringMatching(/^log says hello$/),
        `${name} started`,
        expect.stringMatching(new RegExp(`^${name} succeeded after \\d+ ms$`)),
      ]);
      expect(found.find(({ msg }) => msg === 'code says hello')).toMatchObject({
        worker: 'w1',
        context: 'Own',
      });
    },
  );

  // Case H1: a quadratic pattern stopped the API for 0.6 s for each such path, without a key.
  it.each([
    [`/${'eyJ-'.repeat(3_950)}`, '/ey[redacted]'],
    [`/${'&'.repeat(15_000)}`, `/${'&'.repeat(499)}…`],
  ])('shows the beginning of a long path only, and takes no time for it', async (path, shown) => {
    const id = `long-path-${path.length}`;
    await request(api.url).get(path).set('X-Request-Id', id).expect(414);
    const line = await eventually(() => {
      const [found] = logLines(api).filter(({ request_id: own }) => own === id);
      expect(found).toBeDefined();
      return found;
    });
    expect(line?.path).toBe(shown);
    expect(JSON.stringify(line).length).toBeLessThan(1_500);
  });

  it('has one line a request, with its id and without its query', async () => {
    await request(api.url).get('/tasks?tag=private').set('X-Request-Id', 'request-1').expect(200);
    const found = await eventually(() => {
      const [line, ...more] = logLines(api).filter(({ request_id: id }) => id === 'request-1');
      expect(line).toBeDefined();
      expect(more).toEqual([]);
      return line;
    });
    expect(found).toMatchObject({
      msg: 'GET /tasks 200',
      method: 'GET',
      path: '/tasks',
      status: 200,
      duration_ms: expect.any(Number),
      context: 'Http',
    });
    expect(api.output()).not.toContain('private');
  });

  it('has the id of the request in the lines of what follows it', async () => {
    await request(api.url).post('/notify?email=ada@example.com').set('X-Request-Id', 'request-2').expect(200);
    await eventually(() => {
      const found = logLines(api).filter(({ request_id: id }) => id === 'request-2');
      expect(found.map(({ msg }) => msg)).toEqual(
        expect.arrayContaining([
          'POST /notify 200',
          expect.stringContaining('the email is in'), // written by the mailer, which knows of no request
          'Background event EmailRequested is done',
        ]),
      );
    });
  });

  it('says nothing of probes and scrapes', async () => {
    for (const path of ['/health/live', '/metrics']) await request(api.url).get(path).expect(200);
    await request(api.url).get('/nowhere').set('X-Request-Id', 'request-3').expect(404);
    await eventually(() => expect(api.output()).toContain('request-3'));
    expect(logLines(api).filter(({ path = '' }) => /health|metrics/.test(path))).toEqual([]);
  });
});
