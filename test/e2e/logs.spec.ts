import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import { eventually } from '../support/eventually.js';
import { startApi } from '../support/in-process.js';
import { type StartedProcess, logLines, startProcess } from '../support/processes.js';
import { submitUnknown } from '../support/raw-submit.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

/** The operator's view: one stream of JSON lines per process, each with its request or task. */
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
    'has the task and the attempt in every line of %s',
    async (name) => {
      const id = await submitUnknown(app, name, { word: 'hello' });
      const found = await ofTask(id, 4);
      const common = { task_id: id, task_name: name, attempt: 1 };
      expect(found).toHaveLength(4);
      for (const line of found) expect(line).toMatchObject(common);
      expect(found.map(({ msg }) => msg).sort()).toEqual([
        `Task ${name}[${id}] started`,
        expect.stringMatching(/^Task .* succeeded in [\d.]+ m?s$/),
        'code says hello',
        'log says hello',
      ]);
      expect(found.find(({ msg }) => msg === 'code says hello')).toMatchObject({
        worker: 'w1',
        context: 'Own',
      });
    },
  );

  // Case H1: a quadratic pattern blocked the API for 0.6 s per such path, without a key.
  it.each([
    [`/${'eyJ-'.repeat(3_950)}`, '/ey[redacted]'],
    [`/${'&'.repeat(15_000)}`, `/${'&'.repeat(499)}…`],
  ])('truncates a long path, quickly', async (path, shown) => {
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

  it('has one line per request, with its id and without its query', async () => {
    await request(api.url).get('/tasks?tag=private').set('X-Request-Id', 'request-1').expect(200);
    const found = await eventually(() => {
      const [line, ...more] = logLines(api).filter(({ request_id: id }) => id === 'request-1');
      expect(line).toBeDefined();
      expect(more).toEqual([]);
      return line;
    });
    expect(found).toMatchObject({
      msg: expect.stringMatching(/^GET \/tasks 200 in [\d.]+ ms$/),
      method: 'GET',
      path: '/tasks',
      status: 200,
      duration_ms: expect.any(Number),
      context: 'Http',
    });
    expect(api.output()).not.toContain('private');
  });

  it('has the end of an attempt: its result, or its error and the time of the next attempt', async () => {
    const sentenceOf = async (payload: object) => {
      const options = { attempts: 2, backoff: { type: 'fixed', delay_ms: 1_100, jitter: 0 } };
      const { body } = await request(api.url)
        .post('/tasks/math.divide')
        .send({ payload, options })
        .expect(201);
      const [, line] = await ofTask(body.task_id, 2);
      return {
        ...line,
        msg: String(line.msg)
          .replace(body.task_id, 'id')
          .replace(/[\d.]+ m?s/, 'a while'),
      };
    };
    expect(await sentenceOf({ x: 10, y: 2 })).toMatchObject({
      msg: 'Task math.divide[id] succeeded in a while: 5',
    });
    expect(await sentenceOf({ x: 1, y: 0 })).toMatchObject({
      msg: 'Task math.divide[id] failed after a while, retrying in 1.1 s (attempt 1 of 2): ZeroDivisionError: division by zero',
      err: {
        type: 'ZeroDivisionError',
        message: 'division by zero',
        stack: expect.stringContaining('    at '),
      },
    });
  });

  it('has no lines for files of pages, unless they fail', async () => {
    const id = 'a-part-of-a-page';
    for (const path of ['/dashboard/tasks', '/docs/swagger-ui.css', '/dashboard/assets/none.css'])
      await request(api.url).get(path).set('X-Request-Id', id);
    await request(api.url).get('/').set('X-Request-Id', id).expect(200);
    await eventually(() => {
      const lines = logLines(api).filter(({ request_id: own }) => own === id);
      expect(lines.at(-1)?.path).toBe('/');
      expect(lines.filter(({ status, path }) => status < 400 && path !== '/')).toEqual([]);
    });
  });

  it("has the request's id in all lines caused by it", async () => {
    await request(api.url).post('/notify?email=ada@example.com').set('X-Request-Id', 'request-2').expect(200);
    await eventually(() => {
      const found = logLines(api).filter(({ request_id: id }) => id === 'request-2');
      expect(found.map(({ msg }) => msg)).toEqual(
        expect.arrayContaining([
          expect.stringMatching(/^POST \/notify 200 in /),
          expect.stringContaining('email written to'), // written by the mailer, which knows nothing of requests
          'Background event EmailRequested is done',
        ]),
      );
    });
  });

  it('has no lines for probes and scrapes', async () => {
    for (const path of ['/health/live', '/metrics']) await request(api.url).get(path).expect(200);
    await request(api.url).get('/nowhere').set('X-Request-Id', 'request-3').expect(404);
    await eventually(() => expect(api.output()).toContain('request-3'));
    expect(logLines(api).filter(({ path = '' }) => /health|metrics/.test(path))).toEqual([]);
  });
});
