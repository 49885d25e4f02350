import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { EventClient } from '../support/event-client.js';
import { eventually } from '../support/eventually.js';
import { startApi } from '../support/in-process.js';
import { type StartedProcess, startProcess } from '../support/processes.js';
import { submitUnknown } from '../support/raw-submit.js';
import { type OwnRedis, createOwnRedis } from '../support/redis-server.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

const LATER = { delayMs: 3_600_000 };

describe('the events of a task across processes', () => {
  let redis: OwnRedis;
  let sandbox: Sandbox;
  const processes: StartedProcess[] = [];
  const clients: EventClient[] = [];
  const start = async (entry: 'main' | 'worker' | 'test-worker') => {
    const started = await startProcess(entry, sandbox.variables);
    processes.push(started);
    return started;
  };
  const watch = async ({ url }: StartedProcess, id: string, lastEventId?: string) => {
    const client = await EventClient.open(`${url}/tasks/${id}/events`, lastEventId);
    clients.push(client);
    await client.until(({ event }) => event === 'snapshot');
    return client;
  };
  const submitLater = async ({ url }: StartedProcess) => {
    const task = { payload: { x: 10, y: 2 }, options: { delay_ms: LATER.delayMs } };
    return (await request(url).post('/tasks/math.divide').send(task).expect(201)).body.task_id as string;
  };
  const promote = ({ url }: StartedProcess, id: string) => request(url).post(`/tasks/${id}/promote`);

  beforeEach(async () => {
    redis = await createOwnRedis();
    await redis.start();
    // A process that waited for open streams would end too late for this test.
    sandbox = await createSandbox({ REDIS_URL: redis.url, SHUTDOWN_TIMEOUT_MS: '60000' });
  });

  afterEach(async () => {
    for (const client of clients.splice(0)) client.hangUp();
    await Promise.all(processes.splice(0).map((started) => started.stop('SIGKILL')));
    await sandbox.clean();
    await redis.remove();
  });

  it('are the same through two APIs, for a task that a third process runs in a thread', async () => {
    const app = await startApi(sandbox.variables);
    const id = await submitUnknown(app, 'test.thread-notes', {}, LATER);
    await app.close();
    const [one, other] = [await start('main'), await start('main')];
    await start('test-worker');
    const watching = await Promise.all([watch(one, id), watch(other, id), watch(other, id)]);
    await promote(one, id).expect(200);
    const { body: task } = await eventually(async () => {
      const answer = await request(other.url).get(`/tasks/${id}`);
      expect(answer.body.status).toBe('SUCCESS');
      return answer;
    });
    for (const client of watching) {
      const events = await client.all();
      expect(events.at(-1)).toMatchObject({ event: 'result', data: task });
      expect([...client.lines.keys()]).toEqual(Array.from({ length: 50 }, (_, i) => i));
      expect([...client.lines.values()]).toEqual(Array.from({ length: 50 }, (_, i) => `line ${i + 1}`));
      expect(events.findLast(({ event }) => event === 'progress')?.data).toEqual({ progress: 100 });
      expect(client.statuses).toEqual(['PENDING', 'STARTED', 'SUCCESS']);
    }
  });

  it('end when the API stops, without waiting for their tasks; another API continues them', async () => {
    const [one, other] = [await start('main'), await start('main')];
    const id = await submitLater(one);
    const client = await watch(one, id);
    expect(await one.stop('SIGTERM')).toBe(0);
    expect(await client.all()).toHaveLength(1);
    expect(client.response.complete).toBe(true);
    expect(client.retryMs).toBeGreaterThan(0);
    expect(client.retryMs).toBeLessThanOrEqual(5_000);
    const again = await watch(other, id, client.lastId);
    await request(other.url).post(`/tasks/${id}/cancel`).expect(200);
    expect((await again.all()).at(-1)).toMatchObject({ event: 'result', data: { status: 'REVOKED' } });
  });

  it.each([
    ['is killed and comes back', () => redis.stop(), () => redis.start()],
    ['is frozen for a while', () => Promise.resolve(redis.freeze()), () => Promise.resolve(redis.thaw())],
  ])('continue when the broker %s, up to the correct end', async (_what, leave, comeBack) => {
    const api = await start('main');
    const id = await submitLater(api);
    const client = await watch(api, id);
    await leave();
    await eventually(() => request(api.url).get('/health/ready').expect(503));
    const { body } = await request(api.url).get(`/tasks/${id}/events`).expect(503);
    expect(body.code).toBe('broker-unavailable');
    await comeBack();
    await start('worker');
    await eventually(() => promote(api, id).expect(200));
    const events = await client.all();
    expect(events.at(-1)).toMatchObject({ event: 'result', data: { status: 'SUCCESS', result: 5 } });
    expect(api.child.exitCode).toBeNull();
  });
});
