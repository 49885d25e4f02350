import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import request from 'supertest';
import { eventually } from '../support/eventually.js';
import { type StartedProcess, startProcess } from '../support/processes.js';
import { type OwnSentinels, createOwnSentinels } from '../support/redis-sentinels.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';
import { taskClient } from '../support/task-client.js';

describe('a broker watched by Sentinels', () => {
  let redis: OwnSentinels;
  let sandbox: Sandbox;
  let api: StartedProcess;
  let worker: StartedProcess;

  beforeEach(async () => {
    redis = await createOwnSentinels();
    sandbox = await createSandbox({
      REDIS_SENTINELS: redis.addresses,
      REDIS_SENTINEL_NAME: redis.name,
    });
    api = await startProcess('test-api', sandbox.variables);
    worker = await startProcess('test-worker', sandbox.variables);
  });

  afterEach(async () => {
    await Promise.all([api, worker].map((started) => started.stop()));
    await sandbox.clean();
    await redis.remove();
  });

  const { get, submit, untilIs, cancel } = taskClient(() => api.url, 30_000);
  /** One task that runs during the failover and some that wait longer, all of them replicated. */
  const submitSome = async () => {
    const running = await submit('test.deaf', { ms: 8_000 });
    await untilIs(running, { status: 'STARTED' });
    const waiting = await Promise.all(
      Array.from({ length: 20 }, (_, x) => submit('math.divide', { x, y: 1 }, { delay_ms: 4_000 })),
    );
    const primary = new Redis(redis.servers[0].url);
    expect(await primary.call('WAIT', 1, 5_000)).toBe(1);
    primary.disconnect();
    return [running, ...waiting];
  };
  const goesOn = async (accepted: readonly string[]) => {
    const after = await eventually(() => submit('math.divide', { x: 8, y: 2 }), 30_000);
    for (const id of [after, ...accepted]) await untilIs(id, { status: 'SUCCESS', attempt: 1 });
    expect(await redis.primaryPort()).toBe(redis.servers[1].port);
    const cancelled = await submit('test.obedient', {});
    await untilIs(cancelled, { status: 'STARTED' });
    await cancel(cancelled);
    expect((await get('/health')).details).toMatchObject({ redis: { status: 'up' } });
    expect([api.child.exitCode, worker.child.exitCode]).toEqual([null, null]);
  };

  it('may lose its primary: 503 until the replica takes over, then all replicated tasks are done', async () => {
    await eventually(() =>
      expect(worker.output()).toContain(`redis+sentinel://${redis.addresses}/${redis.name}`),
    );
    const accepted = await submitSome();
    await redis.servers[0].stop('SIGKILL');
    const refused = await eventually(() => request(api.url).get(`/tasks/${accepted[0]}`).expect(503));
    expect(refused.body).toMatchObject({ code: 'broker-unavailable' });
    await request(api.url).get('/health/ready').expect(503);
    await goesOn(accepted);
  }, 120_000);

  it('may have a hanging primary: every process leaves it although no connection breaks', async () => {
    const accepted = await submitSome();
    redis.servers[0].freeze();
    await eventually(() => request(api.url).get(`/tasks/${accepted[0]}`).expect(503));
    await goesOn(accepted);
    redis.servers[0].thaw(); // it returns as a replica, and nothing connects to it as the primary
    const back = new Redis(redis.servers[0].url);
    await eventually(async () => expect(await back.info('replication')).toContain('role:slave'), 30_000);
    back.disconnect();
    await untilIs(await submit('math.divide', { x: 6, y: 2 }), { status: 'SUCCESS', result: 3 });
  }, 120_000);
});
