import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { eventually } from '../support/eventually.js';
import { type StartedProcess, startProcess } from '../support/processes.js';
import { type OwnRedis, createOwnRedis } from '../support/redis-server.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

/** Longer than a well worker waits for a task: 5 s. The setting allows no less than 12 s, for busy machines. */
const TIMEOUT_MS = 7_000;

describe('the liveness of a worker', () => {
  let redis: OwnRedis;
  let sandbox: Sandbox;
  const workers: StartedProcess[] = [];

  beforeEach(async () => {
    redis = await createOwnRedis();
    await redis.start();
    sandbox = await createSandbox({
      REDIS_URL: redis.url,
      WORKER_QUEUES: 'tasks',
      TEST_WORKER_OPTIONS: JSON.stringify({ pollTimeoutMs: TIMEOUT_MS }),
    });
  });

  afterEach(async () => {
    await Promise.all(workers.splice(0).map((worker) => worker.stop('SIGKILL')));
    await redis.start();
    await sandbox.clean();
    await redis.remove();
  });

  const start = async (entry: 'test-worker' | 'test-stuck-worker') => {
    const worker = await startProcess(entry, sandbox.variables);
    workers.push(worker);
    return worker;
  };
  const live = (worker: StartedProcess) => request(worker.url).get('/health/live');

  it('fails if it no longer fetches tasks, and only then: another worker beside it stays alive', async () => {
    const [stuck, well] = await Promise.all([start('test-stuck-worker'), start('test-worker')]);
    await live(stuck).expect(200);
    const { body } = await eventually(() => live(stuck).expect(503), 40_000);
    expect(body.error.fetching.message).toMatch(/tasks has not been polled for \d+ s/);
    const { body: other } = await live(well).expect(200);
    expect(other.details.fetching).toEqual({ status: 'up' });
    await request(stuck.url).get('/health/ready').expect(200); // its connections work, which is the point
  }, 90_000);

  it('survives an outage of the broker', async () => {
    const stuck = await start('test-stuck-worker');
    await redis.stop();
    const from = performance.now();
    await eventually(() => expect(performance.now() - from).toBeGreaterThan(TIMEOUT_MS + 6_000), 40_000);
    await live(stuck).expect(200);
  }, 90_000);
});
