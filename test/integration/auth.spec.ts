import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { type IncomingMessage, request as rawRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Module } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { TestingModule } from '@nestjs/testing';
import request from 'supertest';
import { Config, ConfigError } from '../../src/platform/config/config.js';
import { asTask } from '../../src/core/task/running-task.js';
import { TaskQueue } from '../../src/core/submit/task-queue.js';
import { DivideTask } from '../../src/features/tasks/divide.task.js';
import { eventually } from '../support/eventually.js';
import { RecordingLogger, startApi, startWorker } from '../support/in-process.js';
import { API_KEYS, KEYS, bearer, entryOf } from '../support/keys.js';
import { runToEnd, startProcess } from '../support/processes.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';
import { useApi } from '../support/use-api.js';

const run = promisify(execFile);
const SECOND = `cel_${'2'.repeat(43)}`;

describe('an API with keys', () => {
  const logger = new RecordingLogger();
  let sandbox: Sandbox;
  let app: NestExpressApplication;
  let worker: TestingModule;

  beforeAll(async () => {
    sandbox = await createSandbox({ API_KEYS: `${API_KEYS} ${entryOf('second', 'submitter', SECOND)}` });
    app = await startApi(sandbox.variables, { logger });
    worker = await startWorker(sandbox.variables, { logger }); // Nest has one logger per process
  });

  afterAll(async () => {
    await worker.close();
    await app.close();
    await sandbox.clean();
  });

  const api = () => request(app.getHttpServer());
  const submit = async (key: string, query = 'x=10&y=2') =>
    (await api().post(`/tasks?${query}`).set(bearer(key)).expect(201)).body.task_id as string;
  const read = async (id: string, key: string) =>
    (await api().get(`/tasks/${id}`).set(bearer(key)).expect(200)).body;

  it('tells an anonymous client how to authenticate', async () => {
    const { body, headers, type } = await api().get('/tasks').expect(401);
    expect(type).toBe('application/problem+json');
    expect(body).toMatchObject({ code: 'unauthenticated', status: 401, instance: '/tasks' });
    expect(body.detail).toContain('Authorization: Bearer');
    expect(headers['www-authenticate']).toBe('Bearer realm="celeriac"');
  });

  it.each([
    ['another key', `Bearer cel_${'x'.repeat(43)}`],
    ['no key', 'Bearer'],
    ['another scheme', `Basic ${Buffer.from(`admin:${KEYS.admin}`).toString('base64')}`],
    ['the hash of a key', `Bearer ${entryOf('admin', 'admin', KEYS.admin).split(':')[2] ?? ''}`],
  ])('refuses %s, even if no key is needed', async (_what, authorization) => {
    for (const path of ['/tasks', '/health/live', '/dashboard', '/nowhere']) {
      const { headers, body } = await api().get(path).set('Authorization', authorization).expect(401);
      expect(headers['www-authenticate']).toContain('error="invalid_token"');
      expect(JSON.stringify(body)).not.toContain('xxxx');
    }
  });

  it('accepts no key in the URL', async () => {
    for (const name of ['api_key', 'key', 'access_token'])
      await api().get(`/tasks?${name}=${KEYS.admin}`).expect(401);
  });

  it("names the required role and the caller's", async () => {
    const { body } = await api().post('/tasks?x=1&y=1').set(bearer(KEYS.viewer)).expect(403);
    expect(body).toMatchObject({ code: 'forbidden', detail: expect.stringMatching(/submitter.*viewer/) });
  });

  it('refuses an anonymous client before its body has arrived', async () => {
    const server = app.getHttpServer();
    if (!server.listening) await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo; // it listens on TCP
    const headers = { 'Content-Type': 'application/json', 'Content-Length': 1_000_000 };
    const asking = rawRequest({ port, host: '127.0.0.1', method: 'POST', path: '/tasks/batch', headers });
    asking.on('error', () => undefined); // it is disconnected
    asking.write('{"tasks":');
    const [answer] = (await once(asking, 'response')) as [IncomingMessage];
    expect(answer.statusCode).toBe(401);
    asking.destroy();
  });

  it('shows who submitted a task', async () => {
    const id = await submit(SECOND);
    expect(await read(id, KEYS.viewer)).toMatchObject({ submitted_by: 'second' });
    const named = api()
      .post('/tasks/math.divide')
      .send({ payload: { x: 1, y: 1 } });
    expect((await named.set(bearer(KEYS.submitter)).expect(201)).body.submitted_by).toBe('submitter');
    const batch = api()
      .post('/tasks/batch')
      .send({ tasks: [{ name: 'math.divide', payload: { x: 1, y: 1 } }] });
    const { items } = (await batch.set(bearer(KEYS.operator)).expect(201)).body;
    expect(await read(items[0].task_id, KEYS.viewer)).toMatchObject({ submitted_by: 'operator' });
    const replay = (await api().post(`/tasks/${id}/replay`).set(bearer(KEYS.operator)).expect(201)).body;
    expect(replay).toMatchObject({ replay_of: id, submitted_by: 'operator' });
    const list = (await api().get('/tasks').set(bearer(KEYS.viewer)).expect(200)).body;
    expect(list.items.find((item: { task_id: string }) => item.task_id === id).submitted_by).toBe('second');
  });

  it('gives a child task the submitter of its parent', async () => {
    const parent = {
      id: '01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e',
      rootId: '01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e',
    };
    const child = (submittedBy?: string) =>
      asTask({ ...parent, submittedBy }, () => app.get(TaskQueue).submit(DivideTask, { x: 1, y: 1 }));
    expect((await child('second')).snapshot.submittedBy).toBe('second');
    expect((await child()).snapshot.submittedBy).toBeNull();
  });

  it('lets a submitter cancel and change its own tasks, and an operator any task', async () => {
    const later = async (key: string) => {
      const asked = api().post('/tasks/math.divide').set(bearer(key));
      const { body } = await asked
        .send({ payload: { x: 1, y: 1 }, options: { delay_ms: 600_000 } })
        .expect(201);
      return body.task_id as string;
    };
    const cancel = (id: string, key: string) => api().post(`/tasks/${id}/cancel`).set(bearer(key));
    const [one, two] = [await later(KEYS.submitter), await later(KEYS.submitter)];
    const { body } = await cancel(one, SECOND).expect(403);
    expect(body.detail).toContain('operator');
    await cancel(one, KEYS.viewer).expect(403);
    expect((await read(one, KEYS.viewer)).status).toBe('PENDING');
    const change = (id: string, key: string) =>
      api().patch(`/tasks/${id}`).set(bearer(key)).send({ priority: 'low' });
    for (const key of [SECOND, KEYS.viewer]) await change(one, key).expect(403);
    for (const key of [KEYS.submitter, KEYS.operator]) await change(one, key).expect(200);
    expect((await cancel(one, KEYS.submitter).expect(200)).body.status).toBe('REVOKED');
    expect((await cancel(two, KEYS.operator).expect(200)).body.status).toBe('REVOKED');
  });

  it('shows the stack of an error to admins only, and only for a single task', async () => {
    const id = await submit(KEYS.submitter, 'x=1&y=0');
    await eventually(async () => expect((await read(id, KEYS.admin)).status).toBe('FAILURE'));
    const { error } = await read(id, KEYS.admin);
    expect(error).toEqual({
      type: 'ZeroDivisionError',
      message: 'division by zero',
      stack: expect.stringMatching(/^ZeroDivisionError: division by zero\n {4}at /),
    });
    expect(error.stack).not.toContain('at attempt 1 on');
    for (const role of ['viewer', 'submitter', 'operator'] as const)
      expect((await read(id, KEYS[role])).error).toEqual({ type: error.type, message: error.message });
    const { text } = await api().get('/tasks?status=FAILURE').set(bearer(KEYS.admin)).expect(200);
    expect(text).not.toContain('    at ');
  });

  it('separates the Idempotency-Keys of two clients', async () => {
    const post = async (key: string) =>
      (await api().post('/tasks?x=1&y=1').set(bearer(key)).set('Idempotency-Key', '"same"').expect(201)).body
        .task_id;
    const [first, other] = [await post(KEYS.submitter), await post(SECOND)];
    expect(other).not.toBe(first);
    expect([await post(KEYS.submitter), await post(SECOND)]).toEqual([first, other]);
  });

  it('logs once that a key is in use, by its name, never with a key or a hash', async () => {
    for (let i = 0; i < 3; i++) await api().get('/task-types').set(bearer(KEYS.viewer)).expect(200);
    const lines = logger.lines.filter((line) => line.includes('API key viewer is in use'));
    expect(lines).toHaveLength(1);
    const all = logger.lines.join('\n');
    expect(all).toContain('second (submitter)');
    for (const key of Object.values(KEYS)) {
      expect(all).not.toContain(key);
      expect(all).not.toContain(entryOf('x', 'admin', key).slice(-64));
    }
  });

  it('keeps no key in Redis', async () => {
    const names = await sandbox.redis.keys(`${sandbox.prefix}:*`);
    const texts = await Promise.all(names.map((name) => sandbox.redis.dumpBuffer(name)));
    for (const key of Object.values(KEYS)) expect(texts.some((text) => text.includes(key))).toBe(false);
  });
});

describe('an API without keys', () => {
  const api = useApi();

  it('allows this machine everything, and puts no name on a task', async () => {
    const { body } = await api().post('/tasks?x=1&y=1').set('Host', 'localhost:8000').expect(201);
    expect((await api().get(`/tasks/${body.task_id}`).expect(200)).body.submitted_by).toBeNull();
  });

  it.each([
    ['a name that was led here (DNS rebinding)', { Host: 'evil.example' }],
    ['a proxy', { 'X-Forwarded-For': '203.0.113.7' }],
    ['another site', { Origin: 'https://evil.example' }],
    ['another site in a browser that says so', { 'Sec-Fetch-Site': 'cross-site' }],
  ])('refuses %s', async (_what, headers) => {
    const { body } = await api().post('/tasks?x=1&y=1').set(headers).expect(403);
    expect(body).toMatchObject({ code: 'forbidden', status: 403 });
  });

  it.each(['/', '/health', '/docs', '/openapi.json', '/dashboard', '/dashboard/assets/x.js', '/nowhere'])(
    'refuses a rebound host name, at %s too, with the remedy',
    async (path) => {
      const { body } = await api().get(path).set('Host', 'evil.example').expect(403);
      expect(body.detail).toMatch(/API_KEYS.*npm run key.*AUTH=none/);
    },
  );
});

@Controller('silent')
class SilentController {
  @Get()
  read(): string {
    return 'nobody said who may read this';
  }
}

@Module({ controllers: [SilentController] })
class SilentModule {}

describe('the start', () => {
  it('fails if a route declares no role', async () => {
    const sandbox = await createSandbox();
    await expect(startApi(sandbox.variables, { modules: [SilentModule] })).rejects.toThrow(
      '@Public: SilentController.read',
    );
    await sandbox.clean();
  });

  const production = (sandbox: Sandbox, more = {}) => ({
    ...sandbox.variables,
    NODE_ENV: 'production',
    ...more,
  });

  it('fails in production without keys, for the API only, with the remedy', async () => {
    const sandbox = await createSandbox();
    const { code, output } = await runToEnd('main', production(sandbox));
    expect(code).toBe(1);
    expect(output).toMatch(/API_KEYS is not set.*npm run key -- NAME ROLE.*AUTH=none/);
    expect(output).not.toContain('    at ');
    const worker = await startProcess('worker', production(sandbox));
    expect(await worker.stop()).toBe(0);
    await sandbox.clean();
  });

  it('succeeds in production with AUTH=none, with a warning, and then allows everything to everyone', async () => {
    const sandbox = await createSandbox();
    const api = await startProcess('main', production(sandbox, { AUTH: 'none', HOSTS: 'api.example' }));
    const rebound = {
      Origin: 'http://evil.example',
      'Sec-Fetch-Site': 'same-origin',
      Host: 'evil.example',
    };
    const { body } = await request(api.url).post('/tasks?x=1&y=1').set(rebound).expect(403);
    expect(body).toMatchObject({ code: 'forbidden', detail: expect.stringContaining('HOSTS') });
    await request(api.url).get('/dashboard').set('Host', 'evil.example').expect(403);
    await request(api.url).get('/health/ready').set('Host', '10.0.0.7:8000').expect(200);
    await request(api.url)
      .post('/tasks?x=1&y=1')
      .set('Host', 'api.example')
      .set('X-Forwarded-For', '1.2.3.4')
      .expect(201);
    await eventually(() => expect(api.output()).toMatch(/"level":40.*every client that can reach this API/));
    expect(await api.stop()).toBe(0);
    await sandbox.clean();
  });

  it('accepts the entry that npm run key prints, and the key printed with it', async () => {
    const { stdout } = await run('node', ['scripts/key.mjs', 'ci-1', 'viewer']);
    const [, key = ''] = /^ {2}(cel_[\w-]{43})$/m.exec(stdout) ?? [];
    const [, entry = ''] = /^ {2}(ci-1:viewer:[\da-f]{64})$/m.exec(stdout) ?? [];
    const sandbox = await createSandbox();
    const api = await startProcess('main', production(sandbox, { API_KEYS: entry }));
    await request(api.url).get('/task-types').set(bearer(key)).expect(200);
    await request(api.url).get('/task-types').expect(401);
    expect(await api.stop()).toBe(0);
    await sandbox.clean();
  });

  it.each([[[]], [['ci']], [['ci', 'boss']], [['a b', 'viewer']], [['ci', 'viewer', 'more']]])(
    'rejects npm run key -- %j',
    async (args) => {
      await expect(run('node', ['scripts/key.mjs', ...args])).rejects.toMatchObject({
        code: 1,
        stdout: '',
        stderr: expect.stringContaining('npm run key -- NAME ROLE'),
      });
    },
  );
});

describe('API_KEYS', () => {
  const HASH = 'ab'.repeat(32);
  const OTHER = 'cd'.repeat(32);

  it.each([
    ['two entries, by comma, space and line', `a:viewer:${HASH}, \n b:admin:${OTHER.toUpperCase()}`],
    ['two entries, by a space', `a:viewer:${HASH} b:admin:${OTHER}`],
  ])('accepts %s', (_what, value) => {
    expect(new Config({ API_KEYS: value }).apiKeys).toEqual([
      { name: 'a', role: 'viewer', sha256: HASH },
      { name: 'b', role: 'admin', sha256: OTHER },
    ]);
  });

  it.each([
    ['a role that there is not', `ci:boss:${HASH}`, 'the role of ci'],
    ['a hash that is none', 'ci:viewer:cel_secret', 'the hash of ci'],
    ['a short hash', `ci:viewer:${HASH.slice(1)}`, 'the hash of ci'],
    ['a key itself', 'cel_secret', 'entry 1 does not have three parts'],
    ['a fourth part', `ok:viewer:${OTHER},ci:viewer:${HASH}:x`, 'entry 2 does not have three parts'],
    ['no name', `:viewer:${HASH}`, 'the name of entry 1'],
    ['a name twice', `ci:viewer:${HASH},ci:admin:${OTHER}`, 'two entries named ci'],
    ['a key twice', `a:viewer:${HASH},b:admin:${HASH}`, 'a and b have the same key'],
    ['nothing but a comma', ',', 'it is empty'],
  ])('refuses %s, and names only the entry', (_what, value, message) => {
    const parse = () => new Config({ API_KEYS: value });
    expect(parse).toThrow(ConfigError);
    expect(parse).toThrow(message);
    expect(parse).not.toThrow(/abab|cdcd|secret|boss/);
  });
});
