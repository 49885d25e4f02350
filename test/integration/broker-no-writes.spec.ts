import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { eventually } from '../support/eventually.js';
import { useOwnBroker } from '../support/use-own-broker.js';

describe('a broker that responds but accepts no writes', () => {
  const broker = useOwnBroker();
  const start = (entry: 'main' | 'worker') => broker.start(entry, { DIVIDE_DELAY_MS: '500' });

  /** Number of refused writes. */
  const refusals = async () => {
    const text = await broker.sandbox.redis.info('errorstats');
    return Number(/errorstat_NOREPLICAS:count=(\d+)/.exec(text)?.[1] ?? 0);
  };

  it('makes a worker wait: tasks that end meanwhile are recorded correctly and not run again', async () => {
    const api = await start('main');
    const worker = await start('worker');
    const { body } = await request(api.url).post('/tasks?x=10&y=2').expect(201);
    const task = async () => (await request(api.url).get(`/tasks/${body.task_id}`)).body;
    await eventually(async () => expect(await task()).toMatchObject({ status: 'STARTED' }));

    await broker.sandbox.redis.config('SET', 'min-replicas-to-write', '1');
    await eventually(() => expect(worker.output()).toContain('"outcome":"succeeded"'));
    const before = await refusals();
    await eventually(async () => expect(await refusals()).toBeGreaterThan(before));
    expect(await task()).toMatchObject({ status: 'STARTED' });

    await broker.sandbox.redis.config('SET', 'min-replicas-to-write', '0');
    await eventually(async () =>
      expect(await task()).toMatchObject({ status: 'SUCCESS', result: 5, attempt: 1 }),
    );
  });
});
