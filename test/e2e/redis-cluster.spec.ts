import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import request from 'supertest';
import { Config } from '../../src/platform/config/config.js';
import { connectWorker } from '../../src/core/redis/connections.js';
import { eventually } from '../support/eventually.js';
import { type StartedProcess, runToEnd, startProcess } from '../support/processes.js';
import { type OwnCluster, createOwnCluster } from '../support/redis-cluster.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';
import { taskClient } from '../support/task-client.js';

const PREFIX = '{celeriac}';

describe('a cluster as the broker', () => {
  let cluster: OwnCluster;
  let sandbox: Sandbox;
  let api: StartedProcess;
  let worker: StartedProcess;

  beforeAll(async () => {
    cluster = await createOwnCluster();
    sandbox = await createSandbox({ REDIS_CLUSTER_NODES: cluster.nodes, REDIS_PREFIX: PREFIX });
    api = await startProcess('test-api', sandbox.variables);
    worker = await startProcess('test-worker', sandbox.variables);
  });

  afterAll(async () => {
    await Promise.all([api, worker].map((started) => started.stop()));
    await sandbox.clean();
    await cluster.remove();
  });

  const { get, submit, untilIs, cancel } = taskClient(() => api.url);

  it('accepts tasks and runs them: single, many, delayed, and with a wait for the result', async () => {
    const waited = await request(api.url)
      .post('/tasks/math.divide')
      .set('Prefer', 'wait=10')
      .send({ payload: { x: 10, y: 2 } });
    expect(waited.body).toMatchObject({ status: 'SUCCESS', result: 5 });
    const tasks = Array.from({ length: 20 }, (_, x) => ({ name: 'math.divide', payload: { x, y: 1 } }));
    const { body } = await request(api.url).post('/tasks/batch').send({ tasks }).expect(201);
    const later = await submit('math.divide', { x: 9, y: 3 }, { delay_ms: 500 });
    for (const [x, { task_id }] of body.items.entries())
      await untilIs(task_id, { status: 'SUCCESS', result: x });
    await untilIs(later, { status: 'SUCCESS', result: 3 });
  });

  it('changes a task that waits, and gives a page a token for it', async () => {
    const id = await submit('math.divide', { x: 1, y: 1 }, { delay_ms: 600_000 });
    const { token } = (await request(api.url).post(`/tasks/${id}/tokens`).expect(201)).body;
    const change = { payload: { x: 8, y: 2 }, priority: 'high', run_at: null };
    await request(api.url).patch(`/tasks/${id}`).send(change).expect(200);
    await untilIs(id, { status: 'SUCCESS', result: 4, priority: 'high' });
    await get(`/tasks/${id}?access_token=${token}`);
  });

  it('delivers decisions about a running task to its worker', async () => {
    const id = await submit('test.obedient', {});
    await untilIs(id, { status: 'STARTED', progress: 1 });
    await cancel(id);
    const { replies } = (
      await request(api.url).post('/workers/_all/commands').send({ command: 'ping' }).expect(200)
    ).body;
    expect(replies).toHaveLength(1);
  });

  it('keeps limits, records failures, and replays', async () => {
    const limited = await Promise.all([1, 2, 3].map(() => submit('test.limited', {})));
    for (const id of limited) await untilIs(id, { status: 'SUCCESS' });
    const failed = await submit('math.divide', { x: 1, y: 0 });
    await untilIs(failed, { status: 'FAILURE' });
    expect((await get('/dead-letters')).items).toHaveLength(1);
    const { body } = await request(api.url).post(`/tasks/${failed}/replay`).send({}).expect(201);
    await untilIs(body.task_id, { status: 'FAILURE', replay_of: failed });
    await request(api.url).delete(`/tasks/${failed}`).expect(204);
  });

  it('runs workflows, stops and retries them, and deletes them', async () => {
    const divide = (x: unknown, y: number) => ({ task: 'math.divide', payload: { x, y } });
    const steps = {
      ...{ a: divide(8, 2), many: { ...divide({ $item: '' }, 2), each: [2, 4, 6] } },
      last: divide({ $result: 'many', path: '/2' }, 1),
      bad: { ...divide({ $result: 'a' }, 0), if_failed: 'continue' },
      stopped: { task: 'test.obedient', after: ['bad'] },
      never: divide({ $result: 'stopped' }, 1),
    };
    const { body } = await request(api.url).post('/workflows').send({ steps }).expect(201);
    const path = `/workflows/${body.workflow_id}`;
    await untilIs(body.steps.stopped.task_id, { status: 'STARTED' });
    await untilIs(body.steps.last.task_id, { status: 'SUCCESS', result: 3 });
    for (const act of ['cancel', 'retry', 'cancel']) {
      await untilIs(body.steps.stopped.task_id, { status: act === 'retry' ? 'REVOKED' : 'STARTED' });
      await request(api.url)
        .post(`${path}/${act}`)
        .expect(({ status }) => expect([200, 202]).toContain(status));
    }
    await eventually(async () => expect((await get(path)).status).toBe('REVOKED'));
    await request(api.url).delete(path).expect(204);
    await request(api.url).get(path).expect(404);
  });

  it('ticks schedules', async () => {
    const schedule = { task: 'math.divide', payload: { x: 4, y: 2 }, every_ms: 1_000 };
    await request(api.url).put('/schedules/secondly').send(schedule).expect(201);
    const items = await eventually(async () => {
      const { items: ticks } = await get('/schedules/secondly/ticks');
      expect(ticks.length).toBeGreaterThan(1);
      return ticks;
    });
    await request(api.url).delete('/schedules/secondly').expect(204);
    await untilIs(items.at(-1).task_id, { status: 'SUCCESS', result: 2 });
  });

  it('shows its state', async () => {
    expect((await get('/health')).details).toMatchObject({ redis: { status: 'up' } });
    expect((await get('/workers')).items).toHaveLength(1);
    const { items } = await get('/queues');
    expect(items.map(({ name, consumers }: any) => [name, consumers])).toContainEqual(['tasks', 1]);
    const { text } = await request(api.url).get('/metrics').expect(200);
    expect(text).toContain('celeriac_broker_up 1\n');
    await eventually(() => expect(worker.output()).toContain(`redis+cluster://${cluster.nodes}`));
  });

  it('has all its keys in one slot, on the node of the hash tag', async () => {
    const primary = await cluster.primaryOf(PREFIX);
    for (const { url, port } of cluster.members) {
      const redis = new Redis(url);
      const [keys, role] = await Promise.all([redis.keys('*'), redis.info('replication')]);
      redis.disconnect();
      if (port === primary.port) expect(keys.length).toBeGreaterThan(30);
      else if (role.includes('role:master')) expect(keys).toEqual([]);
      expect(keys.filter((key) => !key.startsWith(`${PREFIX}:`))).toEqual([]);
    }
  });

  it("recovers after the death of its slot's primary, and answers 503 until then", async () => {
    const running = await submit('test.deaf', { ms: 6_000 });
    await untilIs(running, { status: 'STARTED' });
    const accepted = await Promise.all(
      Array.from({ length: 20 }, (_, x) => submit('math.divide', { x, y: 1 }, { delay_ms: 3_000 })),
    );
    const primary = await cluster.primaryOf(PREFIX);
    await replicated(primary.url);
    await primary.stop('SIGKILL');

    const refused = await eventually(() => request(api.url).get(`/tasks/${running}`).expect(503));
    expect(refused.body).toMatchObject({ code: 'broker-unavailable' });
    await request(api.url).get('/health/ready').expect(503);
    const after = await eventually(() => submit('math.divide', { x: 8, y: 2 }), 30_000);
    for (const id of [after, ...accepted, running]) await untilIs(id, { status: 'SUCCESS' }, 30_000);
    expect((await get(`/tasks/${running}`)).attempt).toBe(1);
    expect((await cluster.primaryOf(PREFIX)).port).not.toBe(primary.port);
    const waiting = await submit('test.obedient', {});
    await untilIs(waiting, { status: 'STARTED' });
    await cancel(waiting);
    expect([api.child.exitCode, worker.child.exitCode]).toEqual([null, null]);
  }, 90_000);

  it('can be disconnected and reconnected, as BullMQ does if nothing answers', async () => {
    const client = connectWorker(new Config(sandbox.variables), () => undefined).duplicate();
    for (let round = 0; round < 20; round++) {
      await eventually(() => expect(client.status).toBe('ready'));
      void client.bzpopmin(`${PREFIX}:nothing`, 3).catch(() => undefined);
      const ended = once(client, 'end');
      client.disconnect();
      await ended;
      expect(client.status).toBe('end');
      await client.connect();
    }
    client.disconnect();
  });

  it('is refused with a prefix that would spread its keys, with the correct prefix in the message', async () => {
    const { code, output } = await runToEnd('main', { ...sandbox.variables, REDIS_PREFIX: 'celeriac' });
    expect(code).toBe(1);
    expect(output).toContain('REDIS_PREFIX={celeriac}');
  });
});

/** Resolves when a replica has all data of the primary. */
async function replicated(url: string): Promise<void> {
  const redis = new Redis(url);
  expect(await redis.call('WAIT', 1, 5_000)).toBe(1);
  redis.disconnect();
}
