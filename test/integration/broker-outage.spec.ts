import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { eventually } from '../support/eventually.js';
import { type StartedProcess, startProcess } from '../support/processes.js';
import { type OwnRedis, createOwnRedis } from '../support/redis-server.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

const TASK = '/tasks/01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e';
/** Valid bodies for each POST. */
const BODIES: Readonly<Record<string, object>> = {
  '/tasks/math.divide': { payload: { x: 1, y: 1 } },
  '/tasks/batch': { tasks: [{ name: 'math.divide', payload: { x: 1, y: 1 } }] },
  '/dead-letters/redrive': { task_ids: ['01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e'] },
};

/** Every route that needs the broker, and whether it does. */
const ROUTES = [
  ['POST', '/tasks?x=10&y=2', true],
  ['POST', '/tasks/math.divide', true],
  ['POST', '/fetch?url=https://example.com/', true],
  ['GET', TASK, true],
  ['GET', '/result/01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e', true],
  ['GET', '/tasks', true],
  ['POST', '/tasks/batch', true],
  ...['cancel', 'retry', 'replay', 'promote'].map((action) => ['POST', `${TASK}/${action}`, true] as const),
  ...['events', 'logs'].map((what) => ['GET', `${TASK}/${what}`, true] as const),
  ['DELETE', TASK, true],
  ['GET', '/dead-letters', true],
  ['POST', '/dead-letters/redrive', true],
  ['GET', '/task-types', false],
  ['GET', '/dashboard', false],
  ['GET', '/', false],
  ['POST', '/notify?email=a@example.com', false],
  ['GET', '/health/live', false],
  ['GET', '/openapi.json', false],
] as const;

/** Operators' actions first enter the audit log, which is in the broker, too. */
function isAudited(method: string, path: string): boolean {
  return method === 'DELETE' || /\/(cancel|retry|replay|promote|redrive)$/.test(path);
}

describe('a broker outage', () => {
  let redis: OwnRedis;
  let sandbox: Sandbox;
  const processes: StartedProcess[] = [];
  const start = async (entry: 'main' | 'worker') => {
    const started = await startProcess(entry, sandbox.variables);
    processes.push(started);
    return started;
  };

  beforeEach(async () => {
    redis = await createOwnRedis();
    sandbox = await createSandbox({ REDIS_URL: redis.url });
  });

  afterEach(async () => {
    await redis.start().catch(() => undefined);
    await Promise.all(processes.splice(0).map((started) => started.stop()));
    await sandbox.clean();
    await redis.remove();
  });

  const send = (url: string, method: string, path: string) => {
    const asked = request(url)[method.toLowerCase() as 'get' | 'post' | 'delete'](path);
    return method === 'POST' ? asked.send(BODIES[path]) : asked;
  };

  it('is a 503 on every route that needs the broker, and on no other; everything recovers afterwards', async () => {
    await redis.start();
    const api = await start('main');
    const worker = await start('worker');
    const { body: before } = await send(api.url, 'POST', '/tasks?x=10&y=2').expect(201);
    await redis.stop();

    await eventually(() => send(api.url, 'GET', '/health/ready').expect(503));
    for (const [method, path, needsBroker] of ROUTES) {
      const { status, body, headers } = await send(api.url, method, path);
      expect([method, path, status === 503]).toEqual([method, path, needsBroker]);
      const code = isAudited(method, path) ? 'audit-unavailable' : 'broker-unavailable';
      if (!needsBroker) continue;
      expect([path, body.code, headers['retry-after']]).toEqual([path, code, '1']);
      // Only an act may have taken effect.
      if (method === 'GET')
        expect([path, body.detail]).toEqual([path, expect.stringContaining('Nothing was changed')]);
    }
    const health = await request(worker.url).get('/health').expect(503);
    expect(health.body.details.redis.status).toBe('down');
    await request(worker.url).get('/health/live').expect(200);

    await redis.start();
    await eventually(() => send(api.url, 'GET', '/health/ready').expect(200));
    const { body: after } = await eventually(() => send(api.url, 'POST', '/tasks?x=9&y=3').expect(201));
    for (const [id, result] of [
      [before.task_id, 5],
      [after.task_id, 3],
    ]) {
      await eventually(() =>
        send(api.url, 'GET', `/result/${id}`).expect(200, { status: 'SUCCESS', result }),
      );
    }
    expect([api.child.exitCode, worker.child.exitCode]).toEqual([null, null]);
  });

  it('is a 503 if the broker is frozen, and nothing hangs', async () => {
    await redis.start();
    const api = await start('main');
    await send(api.url, 'POST', '/tasks?x=10&y=2').expect(201);
    redis.freeze();
    for (const [method, path, needsBroker] of ROUTES) {
      const { status } = await send(api.url, method, path);
      expect([method, path, status === 503]).toEqual([method, path, needsBroker]);
    }
    redis.thaw();
    await eventually(() => send(api.url, 'POST', '/tasks?x=10&y=2').expect(201));
  });

  it('makes requests fail fast once the broker is known to be frozen, until its first reply', async () => {
    await redis.start();
    const api = await start('main');
    await send(api.url, 'POST', '/tasks?x=10&y=2').expect(201);
    redis.freeze();
    // Each would wait for 1.5 s, which is longer than this test may take.
    for (let i = 0; i < 50; i++) await send(api.url, 'POST', '/tasks?x=10&y=2').expect(503);
    await eventually(() =>
      expect(api.output()).toContain('Redis is not responding; failing commands fast until it recovers'),
    );
    redis.thaw();
    const { body } = await eventually(() => send(api.url, 'POST', '/tasks?x=9&y=3').expect(201));
    await send(api.url, 'GET', `/tasks/${body.task_id}`).expect(200);
    await eventually(() => expect(api.output()).toContain('Redis is responding again'));
  });

  it('may precede the start of the processes', async () => {
    const api = await start('main');
    const worker = await start('worker');
    await send(api.url, 'GET', '/health/ready').expect(503);
    await request(worker.url).get('/health/ready').expect(503);
    await send(api.url, 'POST', '/tasks?x=10&y=2').expect(503);
    await redis.start();
    const { body } = await eventually(() => send(api.url, 'POST', '/tasks?x=10&y=2').expect(201));
    await eventually(() =>
      send(api.url, 'GET', `/result/${body.task_id}`).expect(200, { status: 'SUCCESS', result: 5 }),
    );
    expect(worker.output()).not.toContain('UnhandledPromiseRejection');
  });
});
