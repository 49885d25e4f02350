import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { eventually } from '../support/eventually.js';
import type { StartedProcess } from '../support/processes.js';
import { useOwnBroker } from '../support/use-own-broker.js';

/** However slow the machine: a task never counts as lost while its queue is harmed, so that it has one attempt. */
const NEVER_LOST = { WORKER_LOCK_MS: '600000', WORKER_STALL_CHECK_MS: '600000' };

describe('an overwritten key in the broker', () => {
  const broker = useOwnBroker();

  const keyOf = (name: string) => `${broker.sandbox.prefix}:${name}`;
  const overwrite = async (key: string) => {
    const { redis } = broker.sandbox;
    const hadOne = (await redis.exists(key)) === 1;
    // Atomic: without its list of running tasks a worker would count them as lost.
    const steps = redis.multi();
    if (hadOne) steps.rename(key, `${key}.kept`);
    await steps.set(key, 'x').exec();
    return async () => {
      if (hadOne) await redis.rename(`${key}.kept`, key);
      else await redis.del(key);
    };
  };
  const taskOf = async (api: StartedProcess, id: string) => (await request(api.url).get(`/tasks/${id}`)).body;
  const submit = (api: StartedProcess) => request(api.url).post('/tasks?x=6&y=2');
  const untilDone = (api: StartedProcess, id: string, more: object = {}) =>
    eventually(
      async () => expect(await taskOf(api, id)).toMatchObject({ status: 'SUCCESS', ...more }),
      60_000,
    );

  it.each(['tasks:events', 'tasks:active', 'tasks:completed'])(
    'is reported if it is %s; the end of a running task is recorded once it is fixed, and not as a failure',
    async (name) => {
      const api = await broker.start('main');
      const worker = await broker.start('worker', { DIVIDE_DELAY_MS: '1500', ...NEVER_LOST });
      const running = (await submit(api).expect(201)).body.task_id;
      await eventually(async () => expect((await taskOf(api, running)).status).toBe('STARTED'));
      const mend = await overwrite(keyOf(name));
      const said = `${keyOf(name)} is a string, but must be a`;
      await eventually(() => expect(worker.output()).toContain(said));
      await eventually(async () => {
        const { body } = await request(api.url).get('/health').expect(200);
        expect(body.details.redis).toMatchObject({
          status: 'degraded',
          message: expect.stringContaining(said),
        });
      });
      await eventually(() => expect(worker.output()).toContain('"outcome":"succeeded"'));
      await request(worker.url).get('/health/live').expect(200);
      await mend();
      await untilDone(api, running, { attempt: 1 });
      expect(worker.output().match(/"outcome":"succeeded"/g)).toHaveLength(1);
      await untilDone(api, (await submit(api).expect(201)).body.task_id);
      expect(worker.output()).not.toContain('"outcome":"failed"');
      expect(await worker.stop()).toBe(0);
    },
    120_000,
  );

  it.each([
    ['tasks:prioritized', 'post', '/tasks?x=1&y=1'],
    ['audit-refused', 'get', '/audit'],
    ['index', 'get', '/tasks'],
    ['tasks:delayed', 'get', '/queues'],
    ['tasks:failed', 'get', '/dead-letters'],
    ['workers', 'get', '/workers'],
  ] as const)('is a 503 broker-corrupt if it is %s, by %s %s', async (name, method, path) => {
    const api = await broker.start('main');
    const ask = () => {
      const client = request(api.url);
      return method === 'post' ? client.post(path) : client.get(path);
    };
    const mend = await overwrite(keyOf(name));
    const { body, headers } = await ask().expect(503);
    expect(body).toMatchObject({ code: 'broker-corrupt', detail: expect.stringContaining('/health') });
    expect(headers['retry-after']).toBe('1');
    await eventually(() => expect(api.output()).toContain(`${keyOf(name)} is a string`));
    await mend();
    await eventually(() => ask().expect((res) => expect(res.status).toBeLessThan(300)));
    await eventually(() => expect(api.output()).toContain('The faults in Redis are resolved'));
  });

  it.each(['id', 'pc'])('is a 503 broker-corrupt if it is the counter %s', async (name) => {
    const api = await broker.start('main');
    const mend = await overwrite(keyOf(`tasks:${name}`));
    const { body } = await submit(api).expect(503);
    expect(body.code).toBe('broker-corrupt');
    await eventually(() => expect(api.output()).toContain(`${keyOf(`tasks:${name}`)} is not a whole number`));
    await mend();
    await eventually(() => submit(api).expect(201));
  });

  it('is reported if it is the record of one task', async () => {
    const api = await broker.start('main');
    const { body } = await submit(api).expect(201);
    await overwrite(keyOf(`tasks:${body.task_id}`));
    const { body: problem } = await request(api.url).get(`/tasks/${body.task_id}`).expect(503);
    expect(problem.code).toBe('broker-corrupt');
    await eventually(() =>
      expect(api.output()).toContain(`tasks:${body.task_id} is a string, but must be a hash`),
    );
  });
});
