import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { eventually } from '../support/eventually.js';
import { type StartedProcess, startProcess } from '../support/processes.js';
import { type OwnRedis, createOwnRedis } from '../support/redis-server.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

describe('a broker that answers and takes no writes', () => {
  let redis: OwnRedis;
  let sandbox: Sandbox;
  const processes: StartedProcess[] = [];
  const start = async (entry: 'main' | 'worker') => {
    const started = await startProcess(entry, { ...sandbox.variables, DIVIDE_DELAY_MS: '500' });
    processes.push(started);
    return started;
  };

  beforeEach(async () => {
    redis = await createOwnRedis();
    await redis.start();
    sandbox = await createSandbox({ REDIS_URL: redis.url });
  });

  afterEach(async () => {
    await Promise.all(processes.splice(0).map((started) => started.stop()));
    await sandbox.clean();
    await redis.remove();
  });

  /** How often it has refused a write. */
  const refusals = async () => {
    const text = await sandbox.redis.info('errorstats');
    return Number(/errorstat_NOREPLICAS:count=(\d+)/.exec(text)?.[1] ?? 0);
  };

  it('is waited for by a worker: what ended meanwhile is recorded as it ended, and does not run again', async () => {
    const api = await start('main');
    const worker = await start('worker');
    const { body } = await request(api.url).post('/tasks?x=10&y=2').expect(201);
    const task = async () => (await request(api.url).get(`/tasks/${body.task_id}`)).body;
    await eventually(async () => expect(await task()).toMatchObject({ status: 'STARTED' }));

    await sandbox.redis.config('SET', 'min-replicas-to-write', '1');
    await eventually(() => expect(worker.output()).toContain('"outcome":"succeeded"'));
    const before = await refusals();
    await eventually(async () => expect(await refusals()).toBeGreaterThan(before));
    expect(await task()).toMatchObject({ status: 'STARTED' });

    await sandbox.redis.config('SET', 'min-replicas-to-write', '0');
    await eventually(async () =>
      expect(await task()).toMatchObject({ status: 'SUCCESS', result: 5, attempt: 1 }),
    );
  });
});
